"""The two pages of a handover: what goes to whom and why, and the last look before it happens."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference, UserId
from lvws_core.policy import Policy
from portal.caseload.handover.forms import LONGEST_NOTE, Typed, one
from portal.caseload.handover.model import Against, Choice, Handover, Item, points_after
from portal.caseload.handover.service import MOST, Opened
from portal.caseload.load.model import weight_of
from portal.caseload.load.pages import path_of, weight_words
from portal.intake.allocation.model import CHANGES

Option = Mapping[str, Any]


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """One case or person with its choices; `problem` is why it could not go as it was chosen."""

    key: str
    reference: Reference
    href: str
    about: str
    chosen: bool
    takers: tuple[Option, ...]
    why: str
    note: str
    takes_note: bool
    version: int
    problem: str
    to_error: Mapping[str, str] | None
    note_error: Mapping[str, str] | None


class HandoverPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a worker has, each with who would take it."""

    template: ClassVar[str] = "caseload/hand_over.html"

    title: str
    news: str
    name: str
    path: str
    lines: tuple[ItemLine, ...]
    reasons: tuple[Option, ...]
    longest_note: int
    empty: str
    beyond: str
    errors: tuple[FieldError, ...] = ()


class ReceiverLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who receives what: the items with their notes, and the points that they make."""

    name: str
    load: str
    items: tuple[tuple[Reference, str], ...]


class CheckPage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look: who receives what, why, and what follows from it."""

    template: ClassVar[str] = "caseload/check_hand_over.html"

    title: str
    name: str
    path: str
    reason: str
    receivers: tuple[ReceiverLine, ...]
    left: str
    fields: tuple[tuple[str, str], ...]
    button: str


def handover_page(
    opened: Opened,
    policy: Policy,
    *,
    typed: Typed | None = None,
    errors: tuple[FieldError, ...] = (),
    stale: tuple[Against, ...] = (),
    done: str = "",
) -> HandoverPage:
    """Give the page: everything is ticked and given to whom the rules suggest, or as it was typed.

    `stale` is what stands against it as things are now; what was typed stays, with the version of now.
    """
    name = opened.member.name
    lines = tuple(_line(item, opened, policy, typed, errors=errors, stale=stale) for item in opened.items)
    gone = tuple(FieldError(field="chosen", code=each.reason.code, text=_words(each)) for each in stale)
    closed = "The account is closed and signed out everywhere, in the same second. Now say who goes on with its work."
    return HandoverPage(
        title="Hand over a caseload",
        news=closed if done == "closed" else "",
        name=name,
        path=f"{path_of(opened.member.id)}/hand-over",
        lines=lines,
        reasons=_reasons(opened, typed),
        longest_note=LONGEST_NOTE,
        empty=f"{name} has no open case, and nobody else to go on with." if not lines else "",
        beyond=f"These are the first {MOST}. The others can be handed over after these." if opened.is_more else "",
        errors=(*errors, *gone),
    )


def _words(each: Against) -> str:
    return f"{each.key.partition('-')[2]}: {each.reason.text}"


def _line(
    item: Item,
    opened: Opened,
    policy: Policy,
    typed: Typed | None,
    *,
    errors: tuple[FieldError, ...],
    stale: tuple[Against, ...],
) -> ItemLine:
    suggestion = opened.suggestions[item.key]
    to = str(suggestion.worker_id or "") if typed is None else one(typed, f"to_{item.key}")
    faults = {error.field: {"text": error.text} for error in errors}
    barred = opened.refused.get(item.person_id, frozenset()) if item.person_id is not None else frozenset[UserId]()
    return ItemLine(
        key=item.key,
        reference=item.reference,
        href=f"/cases/{item.reference}" if item.case is not None else f"/people/{item.reference}",
        about=_about(item, policy),
        chosen=True if typed is None else item.key in many(typed.get("chosen", "")),
        takers=_takers(opened, to, barred),
        why=suggestion.why,
        note="" if typed is None else one(typed, f"note_{item.key}"),
        takes_note=item.case is not None and item.person is not None,
        version=item.version,
        problem=" ".join(each.reason.text for each in stale if each.key == item.key),
        to_error=faults.get(f"to_{item.key}"),
        note_error=faults.get(f"note_{item.key}"),
    )


def _about(item: Item, policy: Policy) -> str:
    if item.case is None:
        return "A person without a case"
    weight = weight_words(weight_of(item.case.da_level, is_epr=item.case.epr), policy)
    return weight[0].upper() + weight[1:]


def _takers(opened: Opened, to: str, barred: frozenset[UserId]) -> tuple[Option, ...]:
    able = (worker for worker in opened.takers if worker.id not in barred)
    first = {"value": "", "text": "Choose somebody", "selected": not to}
    return (first, *({"value": str(w.id), "text": w.name, "selected": str(w.id) == to} for w in able))


def _reasons(opened: Opened, typed: Typed | None) -> tuple[Option, ...]:
    chosen = one(typed or {}, "reason")
    if typed is None and opened.member.disabled_at is not None:
        chosen = "worker_away"
    return tuple({"value": each.value, "text": each.label, "checked": each.value == chosen} for each in CHANGES)


def check_page(opened: Opened, handover: Handover, policy: Policy) -> CheckPage:
    """Give the last look at a handover that nothing stands against."""
    number, names = len(handover.choices), opened.names
    items = {item.key: item for item in opened.items}
    after = points_after(handover, opened.items, opened.takers, policy)
    most = {worker.id: worker.terms.most_points for worker in opened.takers}
    left = len(opened.items) - number
    return CheckPage(
        title="Check before you hand over",
        name=opened.member.name,
        path=f"{path_of(opened.member.id)}/hand-over",
        reason=handover.reason.label,
        receivers=tuple(
            ReceiverLine(
                name=names[each],
                load=f"{count} to take; {points} of {most[each]} points then",
                items=tuple((items[c.key].reference, c.note) for c in handover.choices if c.to == each),
            )
            for each, (count, points) in after.items()
        ),
        left=f"{left} not chosen: they stay where they are." if left else "",
        fields=tuple(_fields(handover)),
        button=f"Hand over {number}" if number > 1 else "Hand it over",
    )


def _fields(handover: Handover) -> Iterable[tuple[str, str]]:
    yield "reason", handover.reason.value
    for choice in handover.choices:
        yield from _of_choice(choice)


def _of_choice(choice: Choice) -> Iterable[tuple[str, str]]:
    yield "chosen", choice.key
    yield f"to_{choice.key}", str(choice.to)
    yield f"version_{choice.key}", str(choice.version)
    if choice.note:
        yield f"note_{choice.key}", choice.note
