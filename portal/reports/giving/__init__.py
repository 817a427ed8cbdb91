"""The reports as files."""
