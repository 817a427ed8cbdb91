"""Who works at which host site, from when to when, and whether they are cleared for it."""
