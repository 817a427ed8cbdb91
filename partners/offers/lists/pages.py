"""The words that every list of offers shares."""

from datetime import datetime
from urllib.parse import urlencode

import msgspec

from lvws_core.referrals import ClockKind
from lvws_core.times import in_words
from lvws_core.vocabulary import NeedCategory
from partners.offers.lists.model import InboxRow
from partners.offers.model import exactly

_ORDER = {True: "newest change first", False: "soonest due first"}


class DueCell(msgspec.Struct, frozen=True, kw_only=True):
    """What is due on a row: the act, the moment for machines and people; empty words where nothing is."""

    act: str
    iso: str
    words: str
    exact: str
    late: bool


def href_after(path: str, *, after: str | None, **query: str) -> str:
    """Give the address of the page after a cursor, empty where there is none."""
    return f"{path}?{urlencode({**query, 'after': after})}" if after else ""


def shown_words(number: int, *, by_change: bool) -> str:
    """Say how many rows a page shows, and in which order."""
    return f"Showing {number}, {_ORDER[by_change]}."


def ended_cell(row: InboxRow, now: datetime) -> DueCell:
    """Give when it ended, unless the team has still to confirm that it has stopped."""
    if row.due_kind == ClockKind.STOP:
        return due_cell(row.due_at, row.due_kind, now)
    words, at = in_words(row.changed_at, now), row.changed_at
    return DueCell(act="", iso=at.isoformat(), words=words[:1].upper() + words[1:], exact=exactly(at), late=False)


def due_cell(at: datetime | None, kind: ClockKind | None, now: datetime) -> DueCell:
    """Give what is due: the act, and until when."""
    if at is None or kind is None:
        return DueCell(act="", iso="", words="", exact="", late=False)
    act, words = _ACTS.get(kind, f"{kind.label} by"), in_words(at, now)
    shown = words if act else words[:1].upper() + words[1:]
    return DueCell(act=act, iso=at.isoformat(), words=shown, exact=exactly(at), late=at <= now)


def unread_words(number: int) -> str:
    """Say how many messages of the other side nobody has opened; "" for none."""
    return f"{number} new message{'' if number == 1 else 's'}" if number else ""


_ACTS = {
    ClockKind.ACKNOWLEDGE: "Open by",
    ClockKind.DECIDE: "Answer by",
    ClockKind.ANSWER: "The lead replies by",
    ClockKind.WAITING_REVIEW: "Ask: still needed? By",
    ClockKind.UPDATE: "Add an update by",
    ClockKind.OUTCOME: "Record the outcome by",
    ClockKind.LOOP: "The lead acknowledges by",
    ClockKind.STOP: "Confirm that you have stopped by",
}
"""The act before a moment, where the label of the clock does not name it."""


def needs_words(needs: frozenset[NeedCategory]) -> str:
    """Name the needs in their order: "Shelter and accommodation; finance and benefits"."""
    labels = [need.label for need in NeedCategory if need in needs]
    return "; ".join(label if n == 0 else label[0].lower() + label[1:] for n, label in enumerate(labels))
