"""Tasks: what there is to do, by when, whose it is; and a day of them in order."""
