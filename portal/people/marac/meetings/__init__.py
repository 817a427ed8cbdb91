"""Meetings of a panel: the listing, what was heard, and the actions that were agreed."""
