"""Envelopes as they arrive: opened, then logged or kept for their author, and never dropped."""
