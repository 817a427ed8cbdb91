"""The addresses of the reports."""

from portal.reports.asked_again import web as asked_again
from portal.reports.partners import web as partners

HANDLERS = (*partners.HANDLERS, *asked_again.HANDLERS)
"""Every address of this slice."""
