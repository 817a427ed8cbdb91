"""The open sessions of an account, seen and ended by its owner, and by those who manage its organisation."""
