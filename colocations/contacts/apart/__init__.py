"""That a person works for the host: said once more before it is done, and taken back where it was a mistake."""
