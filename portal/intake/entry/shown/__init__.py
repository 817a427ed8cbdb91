"""The entry form filled in with what was told so far."""
