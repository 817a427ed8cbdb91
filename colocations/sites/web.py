"""The addresses of the sites: the page of one, what changes it, and its gates."""

from colocations.sites.entry import web as entry
from colocations.sites.gates import web as gates
from colocations.sites.overview import web as overview

HANDLERS = (*entry.HANDLERS, *overview.HANDLERS, *gates.HANDLERS)
"""Every address of this slice."""
