"""Told about: what every person has a right to hear, when they heard it, and what they said."""
