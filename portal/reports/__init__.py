"""Reports: figures about the whole, never about a person."""
