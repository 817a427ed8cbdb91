"""Risk over time: every assessment of a person, as a table and as a small picture."""
