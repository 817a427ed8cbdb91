"""Dealing: how whole numbers are shared out, and a deck over a group, so that every margin stays exact."""
