"""What a partner changes in its own entry: remit, capacity, pause and hours."""
