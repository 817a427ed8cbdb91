"""Search: an offer found again by its reference, or by a name or number that was shared with this very partner."""
