"""The state of a site: it follows from the gates."""
