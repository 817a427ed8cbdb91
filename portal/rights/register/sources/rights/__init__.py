"""What a pack has of the rights of a person."""
