"""The page of the waiting list: who waits, in which order, and who is next."""
