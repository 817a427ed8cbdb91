"""The staff of one organisation, as its manager sees and closes their accounts."""
