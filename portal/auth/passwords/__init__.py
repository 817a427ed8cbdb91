"""Passwords: what a new one must be, and changing one's own."""
