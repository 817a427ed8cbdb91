"""The addresses of the waiting list's page: the list, the next place, and the question to the lead."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import Names
from partners.offers.acts.forms import parse_version
from partners.offers.acts.service import Overtaken
from partners.offers.acts.web import after
from partners.offers.lists import store as lists
from partners.offers.pages import News, OfferPage
from partners.offers.queue.forms import PlaceForm
from partners.offers.queue.pages import WaitingListPage, asked_news, changed_news, waiting_list_page
from partners.offers.service import Desk
from partners.offers.waiting import service as waiting
from partners.offers.waiting import store

_ON_LIST = {"permission": Permission.INBOX_READ}  # who takes in for the lead answers too, but has no waiting list


@get("/waiting-list", opt={"permission": Permission.INBOX_READ, "reading": True}, sync_to_thread=True)
def show_waiting_list(
    desk: NamedDependency[Desk], after: FromQuery[str | None] = None, asked: FromQuery[str] = ""
) -> WaitingListPage:
    """Show the waiting list, and who is next."""
    news = asked_news(parse_reference(asked)) if asked else None
    return _page(desk, cursor=after, news=news)


@post("/waiting-list/next", opt=_ON_LIST, sync_to_thread=True)
def offer_next_place(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[PlaceForm]
) -> WaitingListPage | Redirect | OfferPage:
    """Offer the next place to who is first; or show the list as it is, if somebody else is now."""
    outcome = waiting.offer_next(desk, *_place(data))
    if isinstance(outcome, waiting.NotNext):
        return _page(desk, news=changed_news(outcome.reference), status_code=409)
    return after(outcome, "accepted", desk, names)


@post("/waiting-list/ask", opt=_ON_LIST, sync_to_thread=True)
def ask_the_lead(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[PlaceForm]
) -> Redirect | OfferPage:
    """Ask the lead whether a place is still needed, and stay on the list."""
    reference, version = _place(data)
    outcome = waiting.ask_still_needed(desk, reference, version)
    if isinstance(outcome, Overtaken):
        return after(outcome, "review-asked", desk, names)
    return Redirect(f"/waiting-list?asked={reference}", status_code=303)


def _place(form: PlaceForm) -> tuple[Reference, int]:
    return parse_reference(form.reference), parse_version(form.version)


def _page(
    desk: Desk, *, cursor: str | None = None, news: News | None = None, status_code: int = 200
) -> WaitingListPage:
    mine = desk.actor.organisation_id
    return waiting_list_page(
        store.waiting(desk.session, mine, cursor),
        store.next_places(desk.session, mine),
        lists.counts(desk.session, mine, desk.now),
        after=cursor,
        actor=desk.actor,
        now=desk.now,
        news=news,
        status_code=status_code,
    )


HANDLERS = (show_waiting_list, offer_next_place, ask_the_lead)
"""Every address of this slice."""
