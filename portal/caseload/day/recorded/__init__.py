"""What is recorded of many people at once, in clear: when each thing was last done."""
