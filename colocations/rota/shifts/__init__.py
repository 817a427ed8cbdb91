"""Adding a shift, changing it, calling it off."""
