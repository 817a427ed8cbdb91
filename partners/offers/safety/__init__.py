"""Safety: contact with a person is stopped at once on every live offer, and opened again by the lead alone."""
