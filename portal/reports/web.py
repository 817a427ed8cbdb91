"""The addresses of the reports."""

from portal.reports.partners import web as partners

HANDLERS = partners.HANDLERS
"""Every address of this slice."""
