"""The addresses of the day and of caseloads."""

from portal.caseload.day import web as day
from portal.caseload.handover import web as handover
from portal.caseload.leaving import web as leaving
from portal.caseload.load import web as load

HANDLERS = (*day.HANDLERS, *load.HANDLERS, *handover.HANDLERS, *leaving.HANDLERS)
"""Every address of this slice."""
