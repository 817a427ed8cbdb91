"""The tokens of those who declined: one way, and read at intake."""
