"""The addresses of reviews."""

from portal.reviews.access import web as access
from portal.reviews.misdirected import web as misdirected
from portal.reviews.overrides import web as overrides
from portal.reviews.stops import web as stops

HANDLERS = (*access.HANDLERS, *overrides.HANDLERS, *misdirected.HANDLERS, *stops.HANDLERS)
"""Every address of this slice."""
