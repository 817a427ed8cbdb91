"""How much of what ought to be recorded is."""
