"""Co-locations of independent advisers in hospitals and police stations."""
