"""People: identity, safe contact, consent and risk, told once."""
