"""The timeline of an offer, and the messages in it."""
