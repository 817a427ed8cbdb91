"""Asking again: who else could help with a need that came back, and sending to them."""
