"""What partners send to the lead: the list of what waits for an answer, and what was taken on."""
