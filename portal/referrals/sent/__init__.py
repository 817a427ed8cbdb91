"""What a lead has sent, a row a request with its offers, and what was begun and not sent."""
