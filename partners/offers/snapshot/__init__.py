"""What was shared with a partner: the snapshot, sealed with the offer."""
