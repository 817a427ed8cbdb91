"""Sites side by side, without anybody on the staff."""
