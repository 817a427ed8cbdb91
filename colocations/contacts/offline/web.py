"""Every address of the contact log without a network."""

from colocations.contacts.offline.delivery import web as delivery
from colocations.contacts.offline.permits import web as permits
from colocations.contacts.offline.quarantine import web as quarantine
from colocations.contacts.offline.shell import web as shell

HANDLERS = (*delivery.HANDLERS, *permits.HANDLERS, *quarantine.HANDLERS, *shell.HANDLERS)
"""Every address of this slice."""
