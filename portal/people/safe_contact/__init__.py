"""Safe contact on top: the one panel of every page from which somebody might call, write or visit."""
