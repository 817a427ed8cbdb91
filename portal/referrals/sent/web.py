"""The address of what a lead has sent: `/sent`."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect

from lvws_core.actors import Actor, Permission
from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.referrals import direction_from
from partners.offers.following.model import SentView
from partners.offers.following.pages import STOPS
from portal.referrals.sent import service
from portal.referrals.sent.pages import SentPage, drafts_page, sent_page
from portal.referrals.store import Session


@get("/sent", opt={"permission": Permission.SENT_READ, "reading": True}, sync_to_thread=True)
def show_sent(
    *,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    policy: NamedDependency[Policy],
    names: NamedDependency[Names],
    show: FromQuery[str] = SentView.ALL.value,
    after: FromQuery[str | None] = None,
) -> SentPage | Redirect:
    """Show what the lead has sent, or a partner has referred in, and what waits on whom; or what is not sent yet."""
    view, way = _view(show), direction_from(actor)
    if view == SentView.STOPS:
        return Redirect(STOPS, status_code=303)
    if view == SentView.DRAFTS:
        begun = service.drafts(session, actor.organisation_id, after)
        return drafts_page(begun, after=after, now=now, policy=policy, direction=way)
    found = service.sent(session, actor.organisation_id, view, after, now)
    return sent_page(found, view=view, after=after, names=names, now=now, direction=way)


def _view(key: str) -> SentView:
    try:
        return SentView(key)
    except ValueError as error:
        raise Invalid("show", "unknown_view") from error


HANDLERS = (show_sent,)
"""The address of this slice."""
