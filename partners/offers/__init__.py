"""Offers: the team inbox, an offer's life, its messages."""
