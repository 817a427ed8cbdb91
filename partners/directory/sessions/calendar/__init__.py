"""One session as a file for the reader's own calendar."""
