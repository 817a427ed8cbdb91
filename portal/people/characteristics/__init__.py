"""Characteristics: what people say of themselves, voluntary, sealed, and never guessed."""
