"""The addresses of the reports."""

from portal.reports.asked_again import web as asked_again
from portal.reports.partners import web as partners
from portal.reports.showing import web as showing

HANDLERS = (*partners.HANDLERS, *asked_again.HANDLERS, *showing.HANDLERS)
"""Every address of this slice."""
