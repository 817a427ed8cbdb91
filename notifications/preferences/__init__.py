"""Preferences: by which channel each reader is told of what, and when what is gathered is sent."""
