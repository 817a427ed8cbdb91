"""What falls due by itself about people: consents that end, and reviews."""
