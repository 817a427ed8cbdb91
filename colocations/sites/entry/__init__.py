"""Adding a site and changing it: where it is, who is there, and the days on which it opens and ends."""
