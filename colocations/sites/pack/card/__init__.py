"""The slip that a ward keeps: how to refer at this site, and what it is told afterwards."""
