"""The address of what a lead has sent: `/sent`."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Actor, Permission
from lvws_core.ports import Names
from partners.offers.lists import store
from partners.offers.lists.pages import SentPage, sent_page


@get("/sent", opt={"permission": Permission.SENT_READ, "reading": True}, sync_to_thread=True)
def show_sent(
    session: NamedDependency[store.Session],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    names: NamedDependency[Names],
    after: FromQuery[str | None] = None,
) -> SentPage:
    """Show what the lead has sent, and what waits on whom."""
    return sent_page(store.sent(session, actor.organisation_id, after), after=after, names=names, now=now)


HANDLERS = (show_sent,)
