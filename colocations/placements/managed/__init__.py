"""Where a worker sits at a host and who manages them there: two facts, kept apart on purpose."""
