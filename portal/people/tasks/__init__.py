"""What is still to be done for a person, in its order."""
