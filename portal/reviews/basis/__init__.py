"""The basis of a disclosure, in words that every page about sharing uses."""
