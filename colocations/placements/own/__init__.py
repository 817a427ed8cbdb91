"""The own site of whoever works at one: today, its state, one's clearances, and what does not work there."""
