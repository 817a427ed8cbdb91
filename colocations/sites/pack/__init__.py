"""The starter pack: texts from which the next site begins, and what each site has of it."""
