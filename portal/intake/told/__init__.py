"""What partners send in: read back, accepted as a case, told apart and handed over."""
