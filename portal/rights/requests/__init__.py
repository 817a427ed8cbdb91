"""Requests of a person: who asked, how that was checked, by when it is answered, and the answer."""
