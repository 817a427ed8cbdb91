"""The addresses of a gate: to look, and to hand it on, chase, write the answer down, meet or reopen it."""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.sites.forms import Typed
from colocations.sites.gates import service, store
from colocations.sites.gates.forms import (
    Said,
    parse_answer,
    parse_chase,
    parse_holding,
    parse_met,
    parse_why,
    shown,
)
from colocations.sites.gates.model import Gate, Holding, Met, against_finishing
from colocations.sites.gates.pages import Around, GatePage, gate_page
from colocations.sites.pages import path_of
from colocations.sites.service import Desk, Opened, open_site
from lvws_core.actors import Permission, may
from lvws_core.forms import FieldError, Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.reasons import Reason

_READ: Final = {"permission": Permission.SITE_READ, "reading": True}
_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ONE: Final = "/co-locations/{reference:str}/gates/{gate:str}"
Form = URLEncodedBody[dict[str, Many]]


@get(_ONE, opt=_READ, sync_to_thread=True)
def show_gate(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    gate: FromPath[str],
    done: FromQuery[str] = "",
) -> GatePage:
    """Show one gate."""
    opened, found = _open(desk, reference, gate)
    return gate_page(opened, found, _around(desk, names, opened, found, done), shown(found, desk.today))


@post(_ONE, opt=_WRITE, sync_to_thread=True)
def hand_on(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    gate: FromPath[str],
    data: Form,
) -> GatePage | Redirect:
    """Say who has a gate now."""
    opened, found = _open(desk, reference, gate)
    typed = Typed(values=data)
    read = parse_holding(typed, desk.today)
    if not isinstance(read, Holding):
        return _again(desk, names, opened, found, typed, errors=read)
    service.hand_on(desk, opened, _as_read(found, typed), read)
    return _back(opened, found, "held")


@post(_ONE + "/met", opt=_WRITE, sync_to_thread=True)
def meet(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    gate: FromPath[str],
    data: Form,
) -> GatePage | Redirect:
    """Say that a gate is met, or show every reason why it cannot be."""
    opened, found = _open(desk, reference, gate)
    typed = Typed(values=data)
    read = parse_met(typed)
    if not isinstance(read, Met):
        return _again(desk, names, opened, found, typed, errors=read)
    if refused := tuple(against_finishing(found, opened.gates, read, desk.today)):
        return _again(desk, names, opened, found, typed, refused=refused)
    service.meet(desk, opened, _as_read(found, typed), read)
    return Redirect(f"{path_of(opened.site)}?done=met", status_code=303)


@post(_ONE + "/chase", opt=_WRITE, sync_to_thread=True)
def chase(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    gate: FromPath[str],
    data: Form,
) -> GatePage | Redirect:
    """Write down whom we asked."""
    return _say(desk, names, (reference, gate), data, (parse_chase, service.chase, "chased"))


@post(_ONE + "/answer", opt=_WRITE, sync_to_thread=True)
def answer(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    gate: FromPath[str],
    data: Form,
) -> GatePage | Redirect:
    """Write down what they answered."""
    return _say(desk, names, (reference, gate), data, (parse_answer, service.answer, "answered"))


@post(_ONE + "/reopen", opt=_WRITE, sync_to_thread=True)
def reopen(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    gate: FromPath[str],
    data: Form,
) -> GatePage | Redirect:
    """Say that a gate is met no more."""
    return _say(desk, names, (reference, gate), data, (parse_why, service.reopen, "reopened"))


Parse = Callable[[Typed], Said | tuple[FieldError, ...]]
Saying = tuple[Parse, Callable[[Desk, Opened, Gate, Said], None], str]


def _say(desk: Desk, names: Names, where: tuple[str, str], data: Any, saying: Saying) -> GatePage | Redirect:
    opened, found = _open(desk, *where)
    parse, act, done = saying
    typed = Typed(values=data)
    read = parse(typed)
    if not isinstance(read, Said):
        return _again(desk, names, opened, found, typed, errors=read)
    act(desk, opened, _as_read(found, typed), read)
    return _back(opened, found, done)


def _open(desk: Desk, reference: str, kind: str) -> tuple[Opened, Gate]:
    opened = open_site(desk, parse_reference(reference))
    return opened, store.one(opened.gates, kind)


def _as_read(gate: Gate, typed: Typed) -> Gate:
    """Give the gate at the version that the form was made from, so that nobody's change is overwritten."""
    return msgspec.structs.replace(gate, version=typed.version)


def _again(
    desk: Desk,
    names: Names,
    opened: Opened,
    gate: Gate,
    typed: Typed,
    *,
    errors: tuple[FieldError, ...] = (),
    refused: tuple[Reason, ...] = (),
) -> GatePage:
    around = _around(desk, names, opened, gate)
    # Each form sends only its own fields: the others show what is recorded.
    kept = Typed(values={**shown(gate, desk.today).values, **typed.values})
    return gate_page(opened, gate, around, kept, errors=errors, refused=refused)


def _around(desk: Desk, names: Names, opened: Opened, gate: Gate, done: str = "") -> Around:
    steps = store.steps(desk.session, opened.site.id, gate.kind)
    return Around(
        steps=steps,
        names=names.colleagues(frozenset(step.by for step in steps)),
        now=desk.now,
        today=desk.today,
        calendar=desk.calendar,
        may_change=may(desk.actor, Permission.SITE_WRITE).allowed,
        done=done,
    )


def _back(opened: Opened, gate: Gate, done: str) -> Redirect:
    return Redirect(f"{path_of(opened.site)}/gates/{gate.kind.value}?done={done}", status_code=303)


HANDLERS = (show_gate, hand_on, meet, chase, answer, reopen)
"""Every address of this slice."""
