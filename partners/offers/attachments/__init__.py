"""Files that travel with a message: looked into, made anew, sealed, and given only to be saved."""
