"""What came back to the lead: the queue of needs without a partner, and a partner's word that it can take one still."""
