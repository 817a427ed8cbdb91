"""What an account has set for itself: whether single keys do something."""
