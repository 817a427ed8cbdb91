"""The case team of a person: who needs to know, and whether nobody else may."""
