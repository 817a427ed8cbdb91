"""What a file says about reaching somebody safely."""
