"""Accepting an invitation: the owner of a new account chooses a password and sets up the codes."""
