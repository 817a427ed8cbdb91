"""The chart of the two-way picture: how long answers take."""
