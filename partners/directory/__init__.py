"""Organisations' services: remits, capacity, agreements."""
