"""What was missing or wrong: back to whoever took it in, kindly, and counted."""
