"""A worker's own shifts as a calendar feed that tells nothing but when."""
