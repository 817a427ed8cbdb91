"""The contacts that colleagues at host sites had with a person, in that person's record."""
