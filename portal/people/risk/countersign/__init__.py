"""A manager's word that a level may be lower than its count."""
