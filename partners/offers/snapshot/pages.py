"""What was shared, as a page shows it: to the lead before it leaves, to the partner afterwards."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import NEVER_BY_DEFAULT
from lvws_core.reasons import Reason
from lvws_core.times import age_in_words, in_words
from partners.offers.snapshot.model import (
    Reach,
    SharedLines,
    Snapshot,
    Told,
    assessed_on,
    contact_in,
    read_snapshot,
    snapshot_bytes,
)

_FIRST = (
    DataCategory.IDENTITY,
    DataCategory.NEED_TYPES,
    DataCategory.INCIDENT_SUMMARY,
    DataCategory.RISK_LEVEL,
    DataCategory.SAFETY_PLAN,
    DataCategory.ACCESS_NEEDS,
    DataCategory.LOCATION_BOROUGH,
)
_ORDER = (*_FIRST, *(category for category in DataCategory if category not in _FIRST))
_FOLDED = frozenset({DataCategory.RISK_ASSESSMENT_FULL})
_SPECIAL = "Special category"


class FieldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A label and its value, in the shape that `fields_shared` reads."""

    label: str
    text: str = ""
    lines: tuple[str, ...] = ()
    note: str = ""


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A long category that opens on request."""

    title: str
    rows: tuple[FieldRow, ...]


class ContactWords(msgspec.Struct, frozen=True, kw_only=True):
    """How to make contact, as the lead sees it before it leaves; `ways` holds the numbers."""

    sentences: tuple[str, ...]
    ways: tuple[FieldRow, ...]


class WayView(msgspec.Struct, frozen=True, kw_only=True):
    """A number that was asked for; `text` is "" where it stays hidden, `when` says when it may be used."""

    label: str
    text: str
    when: str
    is_allowed: bool
    reasons: tuple[Reason, ...]


class ContactPanel(msgspec.Struct, frozen=True, kw_only=True):
    """The panel of safe contact; `ways` is None until the number was asked for."""

    sentences: tuple[str, ...]
    level: str
    href: str
    ways: tuple[WayView, ...] | None
    code_word: str


class SharedView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a partner can see of a person; `not_shared` names the categories that it cannot."""

    contact: ContactWords | None
    rows: tuple[FieldRow, ...]
    folded: tuple[Folded, ...]
    not_shared: str


def shared_view(fields: Mapping[DataCategory, Any]) -> SharedView:
    """Give what the partner would see of these fields, numbers included: the preview.

    It is read back from the bytes that would be sealed.

    Raises:
        Invalid: The fields are not what a snapshot holds.
    """
    snapshot = read_snapshot(snapshot_bytes(fields))
    return msgspec.structs.replace(view_of(snapshot), contact=_contact_words(snapshot))


def view_of(
    snapshot: Snapshot, *more: FieldRow, closed: Mapping[DataCategory, datetime] = {}, today: date | None = None
) -> SharedView:
    """Give a snapshot without the panel of safe contact, what matters most first, `more` rows last.

    In the place of what is `closed` it says since when (aware) it is no longer shared. With `today` the
    age of the assessment stands beside its day (RISK-35).
    """
    categories = [category for category in _ORDER if isinstance(snapshot.get(category), SharedLines)]
    shown = [category for category in _ORDER if category in closed or category in {*categories} - _FOLDED]
    rows = (row for category in shown for row in _shown(category, snapshot, closed))
    return SharedView(
        contact=None,
        rows=(*(_aged(row, snapshot, today) for row in rows), *more),
        folded=tuple(
            Folded(title=category.label, rows=_rows(category, snapshot))
            for category in categories
            if category in _FOLDED
        ),
        not_shared=not_shared((*snapshot, *closed)),
    )


def _aged(row: FieldRow, snapshot: Snapshot, today: date | None) -> FieldRow:
    if row.label != Told.ASSESSED or today is None:
        return row
    age = age_of(snapshot, today)
    return msgspec.structs.replace(row, text=f"{row.text}, {age}") if age else row


def age_of(snapshot: Snapshot, today: date) -> str:
    """Give the age of the shared assessment on a London day in words, "" where none was shared."""
    day = assessed_on(snapshot)
    return "" if day is None else age_in_words(max((today - day).days, 0))


def _shown(category: DataCategory, snapshot: Snapshot, closed: Mapping[DataCategory, datetime]) -> tuple[FieldRow, ...]:
    if category in closed:
        return (FieldRow(label=category.label, text=f"{closed_words(closed[category])}."),)
    return _rows(category, snapshot)


def closed_words(since: datetime) -> str:
    """Say since when (aware) something is no longer shared, with its whole date however near it is."""
    return f"No longer shared since {in_words(since, since - timedelta(days=2))}"


def not_shared(categories: Iterable[DataCategory]) -> str:
    """Name what could have been shared and was not, in one sentence's words."""
    left = frozenset(DataCategory) - frozenset(categories) - NEVER_BY_DEFAULT
    return "; ".join(_lower(category.label) for category in DataCategory if category in left)


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]


def _rows(category: DataCategory, snapshot: Snapshot) -> tuple[FieldRow, ...]:
    shared = snapshot[category]
    lines = shared.lines if isinstance(shared, SharedLines) else ()
    notes = (_SPECIAL if category.is_special and category not in _FOLDED else "", *("" for _ in lines[1:]))
    return tuple(FieldRow(label=line.label, text=line.text, note=n) for line, n in zip(lines, notes, strict=False))


def _contact_words(snapshot: Snapshot) -> ContactWords | None:
    contact = contact_in(snapshot)
    if contact is None:
        return None
    ways = [FieldRow(label=way.label, text=way.text) for way in contact.ways]
    word = [FieldRow(label="Agreed word", text=contact.code_word)] if contact.code_word else []
    return ContactWords(sentences=contact.words, ways=(*ways, *word))


def stopped_panel(since: datetime, now: datetime) -> ContactPanel:
    """Give the panel while contact is stopped: nothing about who reported it, why, or who else is told.

    Source: CONT-01, CONT-03.
    """
    sentences = (
        f"Do not contact. The lead has stopped contact on {in_words(since, now - timedelta(days=2))}.",
        "Wait until the lead opens it again, or call the lead. No call, message, letter or visit before that.",
    )
    return ContactPanel(sentences=sentences, level="stop", href="", ways=None, code_word="")


def unshared_contact(since: datetime) -> tuple[str, ...]:
    """Say in the place of safe contact that the person no longer shares it, since a moment (aware). Source: TOP-07."""
    return (
        f"{closed_words(since)}.",
        "Do not use a number or an address that you noted before. Ask the lead before any contact.",
    )


def contact_panel(snapshot: Snapshot, reaches: tuple[Reach, ...] | None, *, href: str, now: datetime) -> ContactPanel:
    """Give the panel of safe contact; `reaches` is None until the number was asked for at `href`."""
    contact = contact_in(snapshot)
    if contact is None:
        return ContactPanel(sentences=(), level="", href="", ways=None, code_word="")
    return ContactPanel(
        sentences=contact.words,
        level="stop" if contact.plan.breach_open or contact.plan.no_contact_requested else "",
        href=href if contact.ways else "",
        ways=None if reaches is None else tuple(_way(reach, now) for reach in reaches),
        code_word="" if reaches is None else contact.code_word,
    )


_ASK_FIRST = frozenset({"plan_stale", "plan_never_confirmed"})
"""The doubts about the age of a plan: what was safe when it was agreed need not be safe now."""


def _way(reach: Reach, now: datetime) -> WayView:
    doubts = tuple(reason for reason in reach.reasons if reason.code in _ASK_FIRST)
    if reach.allowed:
        when = "Check with the lead first." if doubts else "Safe to use now."
        return WayView(label=reach.label, text=reach.text, when=when, is_allowed=not doubts, reasons=doubts)
    when = "" if reach.next_at is None else f"Not now. Next safe time: {in_words(reach.next_at, now)}."
    hidden = "Not now." if reach.text else "Not shown. Check with the lead first, before any contact."
    return WayView(label=reach.label, text=reach.text, when=when or hidden, is_allowed=False, reasons=reach.reasons)
