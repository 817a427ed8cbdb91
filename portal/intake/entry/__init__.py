"""Guided entry: what an inbound agent types on one screen, what each source has to tell, and mending it."""
