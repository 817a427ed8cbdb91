"""What does not work at any site: one list for whoever keeps them."""
