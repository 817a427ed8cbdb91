"""The address of the records that have been kept long enough."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from portal.rights.requests.service import Desk
from portal.rights.retention.pages import DuePage, due_page
from portal.rights.retention.service import read_due


@get("/rights/due", opt={"permission": Permission.RIGHTS_READ, "reading": True}, sync_to_thread=True)
def show_due(desk: NamedDependency[Desk], after: FromQuery[str] = "") -> DuePage:
    """Show whose record has been kept long enough, and what suspends its deletion."""
    page, listed = read_due(desk, after=after)
    return due_page(page, listed, after=after)


HANDLERS = (show_due,)
"""Every address of this slice."""
