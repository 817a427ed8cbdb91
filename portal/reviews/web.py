"""The addresses of reviews."""

from portal.reviews.misdirected import web as misdirected
from portal.reviews.overrides import web as overrides

HANDLERS = (*overrides.HANDLERS, *misdirected.HANDLERS)
"""Every address of this slice."""
