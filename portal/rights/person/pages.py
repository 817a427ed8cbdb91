"""The page of one person's rights."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.reasons import Reason
from lvws_core.retention import HoldReason
from lvws_core.rights import Asker, Right
from lvws_core.times import WorkingCalendar, day_in_words, london_day
from lvws_core.vocabulary.labelled import Labelled
from portal.rights.holds.forms import HoldForm
from portal.rights.holds.model import Hold
from portal.rights.person.service import Standing
from portal.rights.requests.forms import RaiseForm
from portal.rights.requests.model import Request

Option = Mapping[str, Any]


class HoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """A hold in words; `id` is empty where the reader may not lift it."""

    id: str
    text: str
    note: str


class RequestLine(msgspec.Struct, frozen=True, kw_only=True):
    """A request on a list: what, from when, by when, and where it stands."""

    reference: Reference
    href: str
    what: str
    who: str
    received: str
    due: str
    state: str
    colour: str


class PersonRightsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Requests and holds of a person, how long the record is kept, and the forms."""

    template: ClassVar[str] = "rights/person.html"

    title: str
    reference: Reference
    news: str
    kept: str
    against: tuple[Reason, ...]
    holds: tuple[HoldLine, ...]
    lines: tuple[RequestLine, ...]
    kinds: tuple[Option, ...]
    askers: tuple[Option, ...]
    typed: RaiseForm
    hold_reasons: tuple[Option, ...]
    typed_hold: HoldForm
    governs: bool
    errors: tuple[FieldError, ...] = ()


_NEWS = {
    "raised": "The request is recorded. Information governance has it in its queue, with the day it is due.",
    "held": "The record is held. Nothing of it is deleted while the hold stands.",
    "lifted": "The hold is lifted. From now on the time of keeping counts again.",
}


def person_page(
    reference: Reference,
    found: Standing,
    today: date,
    calendar: WorkingCalendar,
    policy: Policy,
    *,
    done: str = "",
    typed: RaiseForm | None = None,
    typed_hold: HoldForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> PersonRightsPage:
    """Give the page; `typed` and `typed_hold` are what was sent with the faults."""
    typed, typed_hold = typed or RaiseForm(), typed_hold or HoldForm()
    ending = found.kept.keeping.ending.label
    until = day_in_words(found.erasure.due_on)
    return PersonRightsPage(
        title=f"Rights of person {reference}",
        reference=reference,
        news=_NEWS.get(done, ""),
        kept=f"{ending}. The record is kept until {until}, unless something is recorded later.",
        against=tuple(reason for reason in found.erasure.reasons if reason.code not in {"not_due", "may_be_erased"}),
        holds=tuple(_hold(each, governs=found.governs) for each in found.holds),
        lines=tuple(request_line(each, today, calendar, policy, links=found.governs) for each in found.requests),
        kinds=options(Right, typed.kind),
        askers=options(Asker, typed.asker),
        typed=typed,
        hold_reasons=options(HoldReason, typed_hold.reason),
        typed_hold=typed_hold,
        governs=found.governs,
        errors=errors,
    )


def _hold(hold: Hold, *, governs: bool) -> HoldLine:
    return HoldLine(
        id=str(hold.id) if governs else "",
        text=f"{hold.reason.label}, since {day_in_words(hold.since)}",
        note=f"To be looked at again by {day_in_words(hold.review_on)}.",
    )


def request_line(
    request: Request, today: date, calendar: WorkingCalendar, policy: Policy, *, links: bool = True
) -> RequestLine:
    """Give a request as a list shows it; it leads on only for who may open it."""
    due_on = request.due_on(calendar, policy) if request.is_open else None
    state, colour = _state(request, due_on, today)
    return RequestLine(
        reference=request.reference,
        href=f"/rights/{request.reference}" if links else "",
        what=request.kind.label,
        who=request.asker.label,
        received=day_in_words(request.received_on),
        due=_due(request, due_on),
        state=state,
        colour=colour,
    )


def _due(request: Request, due_on: date | None) -> str:
    if request.answered_at is not None and request.answer is not None:
        return f"{request.answer.label}, {day_in_words(london_day(request.answered_at))}"
    if due_on is not None:
        return f"Answer by {day_in_words(due_on)}"
    waits = "who is asking is checked" if request.identified_on is None else "the person says what they mean"
    return f"The month begins when {waits}"


def _state(request: Request, due_on: date | None, today: date) -> tuple[str, str]:
    if not request.is_open:
        return "Answered", "green"
    if request.awaits_second:
        return "Second person", "orange"
    if due_on is not None and due_on < today:
        return "Overdue", "red"
    return ("Open", "blue") if due_on is not None else ("Waiting", "grey")


def options(choices: type[Labelled], chosen: str) -> tuple[Option, ...]:
    """Give the options of a closed list, with the chosen one marked."""
    return tuple({"value": each.value, "text": each.label, "checked": each.value == chosen} for each in choices)
