"""Who opened a record, and what a worker opened: metadata alone, for information governance."""
