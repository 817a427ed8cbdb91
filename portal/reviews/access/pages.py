"""The pages of access reviews: who, what kind, when and on which ground; never what is in a record."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.events import Event
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, UserId
from lvws_core.paging import Page
from lvws_core.times import in_words
from partners.offers.snapshot.pages import FieldRow
from portal.reviews.access.forms import CHOICES, LONGEST, AccessForm
from portal.reviews.access.model import Line, LineKind, State
from portal.reviews.access.service import Read
from portal.reviews.overrides.pages import Option


class AccessLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list."""

    reference: Reference
    href: str
    kind: str
    ground: str
    who: str
    at: str
    state: str
    colour: str


class AccessesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What others opened, to be looked at."""

    template: ClassVar[str] = "reviews/accesses.html"

    title: str = "Access reviews"
    news: str
    views: tuple[dict[str, object], ...]
    lines: tuple[AccessLine, ...]
    audits: bool
    next_href: str
    first_href: str


class OpenedLine(msgspec.Struct, frozen=True, kw_only=True):
    """One reading under emergency access: when, and the names of the fields."""

    at: str
    what: str


class AccessPage(msgspec.Struct, frozen=True, kw_only=True):
    """One line with what was written, what was opened, and the form where its reader may decide."""

    template: ClassVar[str] = "reviews/access.html"

    title: str
    reference: Reference
    rows: tuple[FieldRow, ...]
    is_emergency: bool
    opened: tuple[OpenedLine, ...]
    why_not: tuple[str, ...]
    choices: tuple[Option, ...]
    note: str
    worker_href: str = ""
    longest: int = LONGEST
    errors: tuple[FieldError, ...] = ()


_NEWS = {
    State.IN_ORDER.value: "Recorded as in order.",
    State.ASKED.value: "Recorded that you have asked. It stays on the list until you say what you found.",
    State.NOT_IN_ORDER.value: "Recorded as not in order, with what was done.",
}
_COLOURS = {State.TO_REVIEW: "blue", State.ASKED: "orange", State.IN_ORDER: "green", State.NOT_IN_ORDER: "red"}


def accesses_page(
    page: Page[Line],
    staff: Mapping[UserId, str],
    now: datetime,
    *,
    only_open: bool,
    audits: bool = False,
    after: str = "",
    done: str = "",
) -> AccessesPage:
    """Give the list; `only_open` leaves out what is done, `audits` says that its reader reads the audit."""
    show = "" if only_open else "&show=all"
    views: tuple[dict[str, object], ...] = (
        {"text": "To review", "href": "/reviews/access", "current": only_open},
        {"text": "All", "href": "/reviews/access?show=all", "current": not only_open},
    )
    return AccessesPage(
        news=_NEWS.get(done, ""),
        views=views,
        lines=tuple(_line(line, staff, now) for line in page.items),
        audits=audits,
        next_href=f"/reviews/access?after={page.next_cursor}{show}" if page.next_cursor else "",
        first_href=("/reviews/access" if only_open else "/reviews/access?show=all") if after else "",
    )


def access_page(
    read: Read,
    staff: Mapping[UserId, str],
    now: datetime,
    form: AccessForm | None = None,
    errors: tuple[FieldError, ...] = (),
    *,
    audits: bool = False,
) -> AccessPage:
    """Give the page of one line."""
    typed, line = form or AccessForm(), read.line
    return AccessPage(
        title=f"Access review {line.reference}",
        reference=line.reference,
        rows=_rows(read, staff, now),
        is_emergency=line.kind is LineKind.EMERGENCY,
        opened=tuple(_opened(event, now) for event in read.opened),
        why_not=read.why_not,
        choices=tuple({"value": c.value, "text": c.label, "checked": c.value == typed.state} for c in CHOICES),
        note=typed.note,
        worker_href=f"/reviews/access/staff/{line.staff_id}" if audits else "",
        errors=errors,
    )


def people_in(lines: tuple[Line, ...]) -> frozenset[UserId]:
    """Give everybody whom some lines name."""
    found = (who for line in lines for who in (line.staff_id, line.told_id, line.reviewed_by))
    return frozenset(who for who in found if who is not None)


def _who(staff: Mapping[UserId, str], user_id: UserId | None) -> str:
    return "" if user_id is None else staff.get(user_id, "Somebody who has left")


def _line(line: Line, staff: Mapping[UserId, str], now: datetime) -> AccessLine:
    return AccessLine(
        reference=line.reference,
        href=f"/reviews/access/{line.reference}",
        kind=line.kind.label,
        ground=_ground(line, staff),
        who=_who(staff, line.staff_id),
        at=_moment(line.at, now),
        state=line.state.label,
        colour=_COLOURS[line.state],
    )


def _ground(line: Line, staff: Mapping[UserId, str]) -> str:
    if line.kind is LineKind.EMERGENCY:
        return f"Told at once: {_who(staff, line.told_id)}" if line.told_id else "Nobody was there to be told"
    if line.records is not None:
        return f"{line.records} records within an hour"
    return f"One {line.record} record" if line.record else ""


def _rows(read: Read, staff: Mapping[UserId, str], now: datetime) -> tuple[FieldRow, ...]:
    line = read.line
    rows = [
        FieldRow(label="What", text=line.kind.label),
        FieldRow(label="Who", text=_who(staff, line.staff_id)),
        FieldRow(label="When", text=_moment(line.at, now)),
    ]
    if line.until is not None:
        rows.append(FieldRow(label="Until", text=_moment(line.until, now)))
    if ground := _ground(line, staff):
        rows.append(FieldRow(label="On what ground", text=ground))
    if read.reason:
        rows.append(FieldRow(label="Why, in their words", text=read.reason))
    if line.reviewed_by is not None:
        rows.append(FieldRow(label="Looked at by", text=f"{_who(staff, line.reviewed_by)}: {line.state.label}"))
    if read.note:
        rows.append(FieldRow(label="What was done", text=read.note))
    return tuple(rows)


def _opened(event: Event, now: datetime) -> OpenedLine:
    named = event.detail.get("fields") or event.detail.get("categories") or ()
    fields = ", ".join(str(each).replace("_", " ") for each in named)
    what, _, act = event.kind.replace("_", " ").partition(".")
    words = f"{what}, {act}"
    return OpenedLine(at=_moment(event.at, now), what=f"{words}: {fields}" if fields else words)


def _moment(at: datetime, now: datetime) -> str:
    words = in_words(at, now)
    return words[:1].upper() + words[1:]
