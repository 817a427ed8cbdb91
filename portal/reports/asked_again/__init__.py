"""Asked again: the tell-it-once meter, how often people had to tell a partner what was shared, and why."""
