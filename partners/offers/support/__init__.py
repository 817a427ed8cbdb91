"""Support under way: updates, pauses, handing back, and whose it is in the team."""
