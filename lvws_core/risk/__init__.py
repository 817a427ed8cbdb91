"""Risk: the checklist, the MARAC criteria, priority."""
