"""What happened to a gate, line by line."""
