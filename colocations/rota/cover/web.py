"""The addresses of cover: who could, asking, taking the question back, and the answer."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.placements.service import workers
from colocations.rota import store as shifts
from colocations.rota.cover import service, store
from colocations.rota.cover.model import Answer
from colocations.rota.cover.pages import CoverPage, ask_line, cover_page
from colocations.rota.cover.service import Sought
from colocations.rota.lines.pages import AskLine
from colocations.rota.pages import PATH, SHIFTS, week_href
from colocations.rota.service import Desk
from colocations.rota.shifts.service import open_shift
from colocations.sites import store as sites
from colocations.sites.forms import Typed
from colocations.sites.hours.model import period_words
from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import Many
from lvws_core.ids import UserId
from lvws_core.ports import Names

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_OWN: Final = {"permission": Permission.SITE_OWN}
_COVER: Final = f"{SHIFTS}/{{shift:uuid}}/cover"
Form = URLEncodedBody[dict[str, Many]]


@get(_COVER, opt={**_WRITE, "reading": True}, sync_to_thread=True)
def show_cover(
    desk: NamedDependency[Desk], names: NamedDependency[Names], shift: FromPath[UUID], done: FromQuery[str] = ""
) -> CoverPage:
    """Show who could cover a shift, and who was asked."""
    people = workers(desk, names)
    found = _sought(desk, shift, people)
    known = names.colleagues(frozenset({found.shift.worker_id, *(each.worker_id for each in found.asks)}))
    return cover_page(found, {**people, **known}, desk.now, done=done)


@post(_COVER, opt=_WRITE, sync_to_thread=True)
def ask_for_cover(
    desk: NamedDependency[Desk], names: NamedDependency[Names], shift: FromPath[UUID], data: Form
) -> Redirect:
    """Ask a worker to cover a shift.

    Raises:
        Missing: Nobody, or somebody who cannot be asked, was chosen.
    """
    people = workers(desk, names)
    found = _sought(desk, shift, people)
    worker = next((each for each in people if str(each) == Typed(values=data).value("worker")), None)
    if worker is None:
        raise Missing
    service.ask(desk, found, worker)
    return Redirect(f"{SHIFTS}/{shift}/cover?done=asked", status_code=303)


@post(_COVER + "/take-back", opt=_WRITE, sync_to_thread=True)
def take_back(desk: NamedDependency[Desk], shift: FromPath[UUID]) -> Redirect:
    """Take back what was asked about a shift and not answered."""
    found, _ = open_shift(desk, shift)
    service.take_back(desk, found)
    return Redirect(f"{SHIFTS}/{shift}/cover?done=taken_back", status_code=303)


@post(f"{PATH}/cover/{{ask:uuid}}", opt=_OWN, sync_to_thread=True)
def answer_cover(desk: NamedDependency[Desk], ask: FromPath[UUID], data: Form) -> Redirect:
    """Say whether one covers a shift.

    Raises:
        Missing: It is neither yes nor no.
    """
    said = {each.value: each for each in (Answer.AGREED, Answer.DECLINED)}.get(Typed(values=data).value("answer"))
    if said is None:
        raise Missing
    shift = service.answer(desk, ask, said)
    return Redirect(f"{week_href(shift.day)}&done={said.value}", status_code=303)


def asked_of(desk: Desk) -> tuple[AskLine, ...]:
    """Give what the actor is asked to cover, for the rota."""
    found = store.open_of(desk.session, desk.actor.id, desk.today)
    wanted = shifts.named(desk.session, {ask.shift_id for ask in found})
    there = sites.named(desk.session, {each.site_id for each in wanted.values()})
    return tuple(
        ask_line(ask, there[shift.site_id].name, shift.day, period_words(shift.period))
        for ask in found
        for shift in [wanted[ask.shift_id]]
    )


def _sought(desk: Desk, shift_id: UUID, people: Iterable[UserId]) -> Sought:
    shift, day = open_shift(desk, shift_id)
    return service.sought(desk, shift, day, people)


HANDLERS = (show_cover, ask_for_cover, take_back, answer_cover)
"""Every address of this slice."""
