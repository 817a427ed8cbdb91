"""Ways to sign in: what an account has of them, and adding and removing them by its owner."""
