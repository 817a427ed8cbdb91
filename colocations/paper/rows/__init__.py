"""The rows of the paper log, read as if the form of a contact had been filled in."""
