"""Every report that there is."""
