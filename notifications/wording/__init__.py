"""Wording: what leaves by other channels, one neutral text a kind; it names nobody, nothing and no service."""
