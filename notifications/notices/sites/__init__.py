"""What is said of host sites, of those who work there, and of their rota."""
