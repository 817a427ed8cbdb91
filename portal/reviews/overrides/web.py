"""The addresses of overrides."""

from collections.abc import Sequence
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import UserId, parse_reference
from lvws_core.ports import Names
from portal.reviews.overrides import service, store
from portal.reviews.overrides.forms import Review, ReviewForm, SecondAnswer, SecondForm, parse_review, parse_second
from portal.reviews.overrides.model import KeptOverride
from portal.reviews.overrides.pages import (
    OverridePage,
    OverridesPage,
    Reader,
    SecondPage,
    WaitingPage,
    override_page,
    overrides_page,
    people_in,
    second_page,
    waiting_page,
)
from portal.reviews.overrides.service import Desk

_READ, _REVIEW = {"permission": Permission.REVIEW_READ}, {"permission": Permission.REVIEW_WRITE}
_SECOND = {"permission": Permission.OVERRIDE_WRITE}


def _reader(desk: Desk, names: Names, kept: Sequence[KeptOverride]) -> Reader:
    found = names.colleagues(frozenset(UserId(id_) for id_ in people_in(kept)))
    return Reader(names=names, staff={UUID(str(i)): name for i, name in found.items()}, me=desk.actor.id, now=desk.now)


@get("/overrides", opt=_READ | {"reading": True}, sync_to_thread=True)
def show_overrides(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    show: FromQuery[str] = "",
    after: FromQuery[str] = "",
    done: FromQuery[str] = "",
) -> OverridesPage:
    """Show what was overridden, the newest first; at first what nobody has reviewed."""
    only_open = show != "all"
    page = store.newest(desk.session, after=after, only_open=only_open)
    return overrides_page(page, _reader(desk, names, page.items), only_open=only_open, after=after, done=done)


@get("/overrides/waiting", opt=_SECOND | {"reading": True}, sync_to_thread=True)
def show_waiting(desk: NamedDependency[Desk], names: NamedDependency[Names], done: FromQuery[str] = "") -> WaitingPage:
    """Show what waits for a second person."""
    kept = store.waiting(desk.session)
    return waiting_page(kept, _reader(desk, names, kept), done=done)


@get("/overrides/{reference:str}", opt=_READ, sync_to_thread=True)
def show_override(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> OverridePage:
    """Show one override to information governance."""
    kept = service.read_basis(desk, parse_reference(reference))
    return override_page(kept, _reader(desk, names, [kept]))


@post("/overrides/{reference:str}/review", opt=_REVIEW, sync_to_thread=True)
def review(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[ReviewForm],
) -> OverridePage | Redirect:
    """Store what information governance decides."""
    mark = parse_reference(reference)
    match parse_review(data):
        case Review(decision=decision, note=note):
            service.review(desk, mark, decision, note)
            return Redirect("/overrides?done=reviewed", status_code=303)
        case errors:
            kept = service.read_basis(desk, mark)
            return override_page(kept, _reader(desk, names, [kept]), data, errors)


@get("/overrides/{reference:str}/second", opt=_SECOND, sync_to_thread=True)
def show_second(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> SecondPage:
    """Show one override to the second person, with what was written."""
    kept, written = service.read_for_second(desk, parse_reference(reference))
    return second_page(kept, written, _reader(desk, names, [kept]))


@post("/overrides/{reference:str}/second", opt={**_SECOND, "step_up": True}, sync_to_thread=True)
def answer_second(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[SecondForm],
) -> SecondPage | Redirect:
    """Store what the second person says, on their own sign-in."""
    mark = parse_reference(reference)
    match parse_second(data):
        case SecondAnswer() as answer:
            agreed = answer is SecondAnswer.AGREE
            service.second(desk, mark, agreed=agreed)
            return Redirect(f"/overrides/waiting?done={'agreed' if agreed else 'refused'}", status_code=303)
        case errors:
            kept, written = service.read_for_second(desk, mark)
            return second_page(kept, written, _reader(desk, names, [kept]), data, errors)


HANDLERS = (show_overrides, show_waiting, show_override, review, show_second, answer_second)
"""Every address of this slice."""
