"""The acts on an offer that have a page of their own: ask, decline, answer, accept, first contact."""
