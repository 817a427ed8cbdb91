"""What is withheld from tables, so that no figure under five can be worked out from what is shown."""
