"""Leases: which of several processes does what must be done once."""
