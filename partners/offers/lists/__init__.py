"""The team's inbox."""
