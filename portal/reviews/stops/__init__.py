"""Stops that partners have not confirmed: whoever took something back sees who still owes a word."""
