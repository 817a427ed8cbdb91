"""Leaving out of words that somebody wrote what is about a third party."""
