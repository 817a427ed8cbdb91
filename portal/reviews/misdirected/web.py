"""The addresses of what went to the wrong recipient."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import UserId, parse_reference
from lvws_core.ports import Names
from portal.reviews.misdirected import service, store
from portal.reviews.misdirected.forms import DecideForm, parse_decide
from portal.reviews.misdirected.model import Decided
from portal.reviews.misdirected.pages import (
    Reader,
    ReviewPage,
    ReviewsPage,
    people_in,
    review_page,
    reviews_page,
    staff_of,
)
from portal.reviews.misdirected.service import Desk, Opened

_READ, _WRITE = {"permission": Permission.REVIEW_READ}, {"permission": Permission.REVIEW_WRITE}


def _reader(desk: Desk, names: Names, opened: Opened | None = None) -> Reader:
    people = frozenset(UserId(id_) for id_ in people_in(opened)) if opened else frozenset()
    staff = staff_of(names.colleagues(people)) if people else {}
    return Reader(names=names, staff=staff, now=desk.now, policy=desk.policy)


@get("/reviews", opt=_READ | {"reading": True}, sync_to_thread=True)
def show_reviews(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    show: FromQuery[str] = "",
    after: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> ReviewsPage:
    """Show what has to be decided, what runs out soonest first; or what is decided."""
    decided = show == "decided"
    page = store.soonest(desk.session, after=after, decided=decided)
    return reviews_page(page, _reader(desk, names), decided=decided, after=after, done=done)


@get("/reviews/{reference:str}", opt=_READ, sync_to_thread=True)
def show_review(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> ReviewPage:
    """Show one entry; the read is an event."""
    opened = service.read_review(desk, parse_reference(reference))
    return review_page(opened, _reader(desk, names, opened))


@post("/reviews/{reference:str}/decide", opt=_WRITE, sync_to_thread=True)
def decide(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[DecideForm],
) -> ReviewPage | Redirect:
    """Store the decision."""
    mark = parse_reference(reference)
    match parse_decide(data):
        case Decided() as decided:
            service.decide(desk, mark, decided)
            return Redirect("/reviews?done=decided", status_code=303)
        case errors:
            opened = service.read_review(desk, mark)
            return review_page(opened, _reader(desk, names, opened), data, errors)


HANDLERS = (show_reviews, show_review, decide)
"""Every address of this slice."""
