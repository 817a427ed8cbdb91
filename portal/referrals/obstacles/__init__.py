"""What still stands in the way of sending, and what removes it."""
