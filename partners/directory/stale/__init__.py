"""Capacity that was said too long ago, and of which nobody was told yet."""
