"""The day of a worker: everything that is due on their cases, in one list."""
