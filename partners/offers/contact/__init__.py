"""Reaching the person: attempts, and what follows when there is no answer."""
