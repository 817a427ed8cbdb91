"""The address of what a lead has sent: `/sent`."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Actor, Permission
from lvws_core.ports import Names
from lvws_core.referrals import direction_from
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
    """Show what the lead has sent, or a partner has referred in, and what waits on whom."""
    rows, way = store.sent(session, actor.organisation_id, after), direction_from(actor)
    return sent_page(rows, after=after, names=names, now=now, direction=way)


HANDLERS = (show_sent,)
