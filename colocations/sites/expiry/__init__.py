"""When it is said that something runs out."""
