"""Suppression: one-way tokens of those who declined and were erased, so that nobody chases them (RET-04)."""
