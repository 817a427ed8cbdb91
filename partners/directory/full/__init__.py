"""One service in full."""
