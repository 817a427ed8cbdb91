"""The stalking follow-up: eleven questions of another instrument, whose answers are never a score."""
