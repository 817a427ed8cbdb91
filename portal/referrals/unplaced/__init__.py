"""Unplaced: the lead's queue of needs that came back, high risk first, each with who else could be asked."""
