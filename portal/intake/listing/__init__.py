"""The list of what came in and of the cases."""
