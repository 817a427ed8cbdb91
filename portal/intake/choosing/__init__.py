"""Choosing whom a contact at a site was about, out of the worker's own people."""
