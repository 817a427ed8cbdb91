"""What follows for a case when the contact that it came from is kept apart from the host, or is not any more."""
