"""Updates: what a partner is told after sending, when the lead has confirmed it."""
