"""Emergency access to whom a case team keeps to itself: a reason, an hour, and a second person told at once."""
