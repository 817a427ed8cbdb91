"""The addresses of the day and of caseloads."""

from portal.caseload.day import web as day

HANDLERS = (*day.HANDLERS,)
"""Every address of this slice."""
