"""The board of the co-locations: every site with its state, what waits on whom, and their comparison."""
