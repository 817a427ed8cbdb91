"""What a line tells: a registration that can be taken in, or every fault of the line."""
