"""The alarm: that something was not delivered, on the pages of those who can act."""
