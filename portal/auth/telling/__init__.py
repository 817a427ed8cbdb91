"""Telling the owner of an account what was done to it, whoever did it."""
