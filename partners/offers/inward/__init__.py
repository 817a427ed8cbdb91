"""What differs on the pages of an offer that a partner sent to the lead."""
