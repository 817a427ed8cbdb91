"""The address of one's own intakes."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from portal.intake.listing import store
from portal.intake.own.pages import OwnPage, own_page
from portal.people.service import Desk


@get("/intake", opt={"permission": Permission.CASE_WRITE, "reading": True}, sync_to_thread=True)
def show_own(desk: NamedDependency[Desk], after: FromQuery[str | None] = None, done: FromQuery[str] = "") -> OwnPage:
    """Show what came back to the reader, and what the reader took in."""
    ours, me = desk.actor.organisation_id, desk.actor.id
    returned = store.returned_to(desk.session, ours, me)
    rows = store.taken_by(desk.session, ours, me, after)
    return own_page(returned, rows, after=after, done=done, now=desk.now)


HANDLERS = (show_own,)
"""Every address of this slice."""
