"""Holding a session: adding, changing, calling off, saying who came."""
