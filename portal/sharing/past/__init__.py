"""What each organisation could see at a moment of the past."""
