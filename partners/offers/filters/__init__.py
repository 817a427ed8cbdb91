"""Filters of the inbox: what narrows a view, in codes, and the ones that somebody saved."""
