"""Information sharing agreements: where they stand, who drives them, and what holds them up."""
