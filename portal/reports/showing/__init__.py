"""The reports on screen."""
