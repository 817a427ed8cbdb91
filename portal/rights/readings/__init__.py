"""Who saw what of a person, from the audit."""
