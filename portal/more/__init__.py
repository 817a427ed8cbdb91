"""The page of what the navigation has no room for."""
