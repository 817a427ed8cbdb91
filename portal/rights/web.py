"""The addresses of rights."""

from portal.rights.corrections import web as corrections
from portal.rights.opened import web as opened
from portal.rights.pack import web as pack
from portal.rights.person import web as person
from portal.rights.readings import web as readings
from portal.rights.requests import web as requests
from portal.rights.retention import web as retention

HANDLERS = (
    *person.HANDLERS,
    *requests.HANDLERS,
    *retention.HANDLERS,
    *pack.HANDLERS,
    *readings.HANDLERS,
    *opened.HANDLERS,
    *corrections.HANDLERS,
)
"""Every address of this slice."""
