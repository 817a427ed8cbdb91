"""What is still to be done with a contact: linking it to a person, calling back."""
