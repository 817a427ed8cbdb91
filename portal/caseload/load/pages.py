"""The pages of caseloads, in words: bands are never a colour alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.policy import Policy
from lvws_core.times import day_in_words, in_words, london_day
from notifications.deliveries.alarm.model import Alarm
from partners.offers.pages import Tag
from portal.caseload.load.model import Fullness, LeftCase, Load, Pinch, PinchPoint, Waiting, Weight, weight_of
from portal.caseload.load.service import Caseloads, OneCaseload
from portal.caseload.load.store import MOST
from portal.intake.listing.pages import risk_of
from portal.intake.model import CaseLine

_COLOURS: Mapping[Fullness, str] = {
    Fullness.ROOM: "green",
    Fullness.NEARLY: "yellow",
    Fullness.FULL: "orange",
    Fullness.OVER: "red",
}


class LoadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A caseload: the points of the most, how many cases of each weight make them, and what is late."""

    href: str
    name: str
    takes: str
    points: str
    parts: str
    fullness: Tag
    late: str
    state: str


class PinchLine(msgspec.Struct, frozen=True, kw_only=True):
    """A point at which it pinches, as a sentence that leads to the caseload."""

    href: str
    text: str
    is_first: bool


class LeftLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case or a person without one that is nobody's since the worker's account is closed."""

    reference: Reference
    href: str
    had: str
    weight: str
    since: str
    hand_over: str


class CaseloadsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The weighted caseloads, what waits, and where it pinches."""

    template: ClassVar[str] = "caseload/caseloads.html"

    title: str
    news: str
    alarm: Alarm
    weights: str
    pinches: tuple[PinchLine, ...]
    left: tuple[LeftLine, ...]
    left_beyond: str
    waiting: tuple[tuple[str, str, str], ...]
    loads: tuple[LoadLine, ...]


class CaseOfLoad(msgspec.Struct, frozen=True, kw_only=True):
    """One open case of a worker: no name, no initials."""

    href: str
    reference: Reference
    received: str
    source: str
    risk: Tag
    weight: str
    state: str


class CaseloadPage(msgspec.Struct, frozen=True, kw_only=True):
    """One caseload with its cases; `people` are those without one, each an address, a reference and since when."""

    template: ClassVar[str] = "caseload/caseload.html"

    title: str
    news: str
    name: str
    load: LoadLine
    actions: tuple[tuple[str, str], ...]
    lines: tuple[CaseOfLoad, ...]
    people: tuple[tuple[str, Reference, str], ...]
    empty: str
    shown: str
    next_href: str
    first_href: str


NEWS: Mapping[str, str] = {
    "closed": "The account is closed and signed out everywhere. What it had is on the list of what nobody has.",
    "handed-over": "Handed over. Whoever has the cases now finds them on their day and was sent a notice.",
    "absence": "The absence is recorded. Whoever covers finds the work on their day while it runs.",
    "ended": "The absence is ended. What was covered is with the worker again.",
}
"""What the address may say was done, in words."""


def caseloads_page(found: Caseloads, now: datetime, policy: Policy, *, alarm: Alarm, done: str = "") -> CaseloadsPage:
    """Give the manager's page."""
    gone = sum(load.holds for load in found.loads if not load.is_open)
    return CaseloadsPage(
        title="Caseload",
        news=NEWS.get(done, ""),
        alarm=alarm,
        weights=_weights(policy),
        pinches=tuple(_pinch(each, first=n == 0) for n, each in enumerate(found.pinches)),
        left=tuple(_left(each, found.names, policy) for each in found.left),
        left_beyond=_beyond(gone - len(found.left)),
        waiting=_waiting_lines(found.unallocated, found.waiting_lists, now),
        loads=tuple(load_line(each, policy) for each in found.loads),
    )


def _weights(policy: Policy) -> str:
    parts = "; ".join(f"{_points(each.points(policy))} for {each.label}" for each in Weight)
    return f"An open case weighs {parts}."


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number} points"


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number} cases"


def _beyond(number: int) -> str:
    if number <= 0:
        return ""
    return f"And {number} more: of people restricted to a team, which only that team hands over, or later ones."


def _people(number: int) -> str:
    return "1 person without a case" if number == 1 else f"{number} people without a case"


def path_of(worker_id: UserId) -> str:
    """Give the address of a caseload."""
    return f"/caseload/{worker_id}"


def load_line(load: Load, policy: Policy) -> LoadLine:
    """Give a caseload with its reasons: the points by part."""
    counted = ((weight, load.cases.get(weight, 0)) for weight in Weight)
    parts = "; ".join(f"{number} × {weight.points(policy)} {weight.label}" for weight, number in counted if number)
    fullness = load.fullness
    besides = f"; {_people(load.people)}" if load.people else ""
    return LoadLine(
        href=path_of(load.worker_id),
        name=load.name,
        takes=load.takes or ("Takes no cases" if load.is_open else "Account closed"),
        points=f"{load.points} of {load.most_points} points" if load.takes else _points(load.points),
        parts=(f"{_cases(load.number)}: {parts}" if parts else "No open case") + besides,
        fullness=Tag(text=fullness.label, kind=_COLOURS[fullness]) if load.is_open else Tag(text="Left", kind="red"),
        late=f"{load.late} late" if load.late else "Nothing late",
        state=_state(load),
    )


def _state(load: Load) -> str:
    if not load.is_away:
        return ""
    return "Away, covered" if load.has_cover else "Away, nobody covers"


def _pinch(point: PinchPoint, *, first: bool) -> PinchLine:
    leads_on = point.kind is Pinch.LEFT
    href = f"{path_of(point.worker_id)}/hand-over" if leads_on else path_of(point.worker_id)
    words: Mapping[Pinch, str] = {
        Pinch.LEFT: f"{point.number} to hand over",
        Pinch.NO_COVER: f"{point.number} to cover or hand over",
        Pinch.OVER: f"{_points(point.number)} beyond it",
        Pinch.LATE: f"{point.number} late",
    }
    return PinchLine(href=href, text=f"{point.name} {point.kind.label}: {words[point.kind]}", is_first=first)


def _left(each: LeftCase, names: Mapping[UserId, str], policy: Policy) -> LeftLine:
    return LeftLine(
        reference=each.reference,
        href=f"/people/{each.reference}" if each.weight is None else f"/cases/{each.reference}",
        had=names.get(each.worker_id, "A colleague"),
        weight="A person without a case" if each.weight is None else weight_words(each.weight, policy),
        since=day_in_words(london_day(each.since)),
        hand_over=f"{path_of(each.worker_id)}/hand-over",
    )


def weight_words(weight: Weight, policy: Policy) -> str:
    """Say what a case weighs and why: "3 points: high-risk domestic abuse"."""
    return f"{_points(weight.points(policy))}: {weight.label}"


def _waiting_lines(unallocated: Waiting, lists: Waiting, now: datetime) -> tuple[tuple[str, str, str], ...]:
    return (
        (_waits(unallocated, "for a worker", "the longest since", now), "/cases?show=unallocated", "See them"),
        (_waits(lists, "on a partner’s waiting list", "the first to be reviewed", now), "/sent?show=ours", "See them"),
    )


def _waits(waiting: Waiting, where: str, since: str, now: datetime) -> str:
    if waiting.since is None:
        return f"Nobody waits {where}."
    number = f"{waiting.number} or more" if waiting.number >= MOST else str(waiting.number)
    verb = "waits" if number == "1" else "wait"
    return f"{number} {verb} {where}, {since} {in_words(waiting.since, now)}."


def caseload_page(found: OneCaseload, policy: Policy, *, after: str | None, done: str) -> CaseloadPage:
    """Give the page of one caseload."""
    path, load = path_of(found.load.worker_id), found.load
    lines = tuple(_case(row, policy) for row in found.rows.items)
    following = f"{path}?{urlencode({'after': found.rows.next_cursor})}" if found.rows.next_cursor else ""
    return CaseloadPage(
        title="One caseload",
        news=NEWS.get(done, ""),
        name=load.name,
        load=load_line(load, policy),
        actions=_actions(load, path),
        lines=lines,
        people=tuple(
            (f"/people/{each.person}", each.person, day_in_words(london_day(each.since)))
            for each in found.people
            if each.person is not None
        ),
        empty="No open case. What is allocated to this worker appears here.",
        shown=f"Showing {len(lines)}, newest first.",
        next_href=following,
        first_href=path if after else "",
    )


def _actions(load: Load, path: str) -> tuple[tuple[str, str], ...]:
    close = (("Close the account", f"{path}/close"),) if load.is_open else ()
    return (("Hand over", f"{path}/hand-over"), ("Time away and cover", f"{path}/absence"), *close)


def _case(row: CaseLine, policy: Policy) -> CaseOfLoad:
    state = "Being mended by who took it in" if row.returned_at is not None else "Open"
    return CaseOfLoad(
        href=f"/cases/{row.reference}",
        reference=row.reference,
        received=day_in_words(row.received_on),
        source=row.source.label,
        risk=risk_of(row),
        weight=weight_words(weight_of(row.da_level, is_epr=row.epr), policy),
        state=state if row.is_matched else "Say who this is",
    )
