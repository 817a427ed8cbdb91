"""Corrections: what was changed in a record, with what stood there before; nothing is overwritten."""
