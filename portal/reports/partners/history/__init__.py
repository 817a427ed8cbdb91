"""What happened to an offer, as the picture counts it."""
