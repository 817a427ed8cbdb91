"""What somebody took in: what came back first, then the rest, until it is handed over."""
