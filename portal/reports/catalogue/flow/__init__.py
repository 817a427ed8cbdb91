"""How cases flow: month by month, and from being received to being closed."""
