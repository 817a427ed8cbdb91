"""A form of a contact that is half written, kept for its author on the server."""
