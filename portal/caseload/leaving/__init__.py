"""A worker leaves: access ends at once, and what they had is looked at after that."""
