"""The waiting list: putting an offer on it, and saying that it is still needed."""
