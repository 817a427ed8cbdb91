"""How many records somebody opens in an hour: watched, then stopped, and let on with a reason; never safety work."""
