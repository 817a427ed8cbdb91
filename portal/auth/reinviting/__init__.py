"""Whoever has lost every way to sign in is invited anew by their manager, who has checked that it is they."""
