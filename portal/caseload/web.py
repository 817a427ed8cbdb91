"""The addresses of the day and of caseloads."""

from portal.caseload.day import web as day
from portal.caseload.load import web as load

HANDLERS = (*day.HANDLERS, *load.HANDLERS)
"""Every address of this slice."""
