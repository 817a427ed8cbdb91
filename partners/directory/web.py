"""The addresses of the directory: those that show it, and those that change it."""

from partners.directory.agreements import web as agreements
from partners.directory.entry import web as entry
from partners.directory.full import web as full
from partners.directory.listing import web as listing
from partners.directory.services import web as services
from partners.directory.sessions import web as sessions

HANDLERS = (
    *(*listing.HANDLERS, *full.HANDLERS, *entry.HANDLERS),
    *(*agreements.HANDLERS, *sessions.HANDLERS, *services.HANDLERS),
)
"""Every address of this slice."""
