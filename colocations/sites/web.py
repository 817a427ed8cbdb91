"""The addresses of the sites: the page of one, what changes it, its gates, and what does not work there."""

from colocations.sites.entry import web as entry
from colocations.sites.gates import web as gates
from colocations.sites.hours import web as hours
from colocations.sites.issues import web as issues
from colocations.sites.overview import web as overview
from colocations.sites.pack import web as pack

HANDLERS = (
    *pack.HANDLERS,
    *entry.HANDLERS,
    *hours.HANDLERS,
    *overview.HANDLERS,
    *gates.HANDLERS,
    *issues.HANDLERS,
)
"""Every address of this slice."""
