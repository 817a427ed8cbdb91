"""The addresses of the day and of caseloads."""

from portal.caseload.absence import web as absence
from portal.caseload.duty import web as duty
from portal.caseload.handover import web as handover
from portal.caseload.leaving import web as leaving
from portal.caseload.load import web as load

HANDLERS = (*duty.HANDLERS, *load.HANDLERS, *handover.HANDLERS, *leaving.HANDLERS, *absence.HANDLERS)
"""Every address of this slice."""
