"""The safe-contact plan of a person."""
