"""The lines of placements, clearances and workers, of which several pages are made."""
