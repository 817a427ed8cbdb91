"""What workers did: contacts at host sites, and who had which case."""
