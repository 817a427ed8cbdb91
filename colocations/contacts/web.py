"""Every address of the contact log."""

from colocations.contacts.apart import web as apart
from colocations.contacts.entry import web as entry
from colocations.contacts.linking import web as linking
from colocations.contacts.sessions import web as sessions

HANDLERS = (*entry.HANDLERS, *linking.HANDLERS, *apart.HANDLERS, *sessions.HANDLERS)
"""Every address of this slice."""
