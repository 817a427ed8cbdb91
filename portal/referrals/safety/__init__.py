"""Safety of a person after sending: who reported what, opening contact again, and telling partners what changed."""
