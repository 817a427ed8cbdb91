"""Boroughs compared with what the police recorded, on unrounded shares."""
