"""The pages of the lists: what a lead has sent, and the words that every list of offers shares."""

from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.ports import Names
from lvws_core.referrals import ClockKind, Direction, Side
from lvws_core.times import in_words
from lvws_core.vocabulary import NeedCategory
from partners.offers.lists.model import InboxRow, SentRow, Waits, waits_on
from partners.offers.model import exactly
from partners.offers.pages import Tag, status_tag

_ORDER = {True: "newest change first", False: "soonest due first"}


class DueCell(msgspec.Struct, frozen=True, kw_only=True):
    """What is due on a row: the act, the moment for machines and people; empty words where nothing is."""

    act: str
    iso: str
    words: str
    exact: str
    late: bool


class SentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of what was sent, as it is read."""

    href: str
    reference: Reference
    to: str
    needed: str
    risk: Tag
    status: Tag
    who: str
    what: str
    is_ours: bool
    due: DueCell
    changed_iso: str
    changed: str


class SentPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead has sent, and what waits on whom."""

    template: ClassVar[str] = "offers/sent.html"

    title: str
    lines: tuple[SentLine, ...]
    empty: str
    begin: tuple[str, str] | None
    shown: str
    next_href: str
    first_href: str


def sent_page(
    rows: Page[SentRow],
    *,
    after: str | None,
    names: Names,
    now: datetime,
    direction: Direction = Direction.ONWARD,
) -> SentPage:
    """Give a page of what was sent; inward it leads on to whom a partner refers."""
    inward = direction == Direction.INWARD
    return SentPage(
        title="Referred" if inward else "Sent",
        lines=tuple(_sent_line(row, names, now) for row in rows.items),
        empty=_NOTHING[direction],
        begin=("/people", "Refer somebody to the lead") if inward else None,
        shown=shown_words(len(rows.items), by_change=True),
        next_href=href_after("/sent", after=rows.next_cursor),
        first_href="/sent" if after else "",
    )


_NOTHING = {
    Direction.ONWARD: "Nothing has been sent yet. Find a person, say what is needed, and send it to a partner: it "
    "appears here, with what waits on whom.",
    Direction.INWARD: "Your team has referred nobody yet. Add a person, say what is needed, and send it to the "
    "lead: it appears here, with what waits on whom.",
}


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


def _due_in_a_sentence(at: datetime | None, kind: ClockKind | None, now: datetime) -> DueCell:
    """Give what is due where the words before it say the act: "by tomorrow 17:00"."""
    due = due_cell(at, kind, now)
    return due if at is None else msgspec.structs.replace(due, act="", words=in_words(at, now))


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


def _sent_line(row: SentRow, names: Names, now: datetime) -> SentLine:
    partner = names.organisation(row.offer.organisation_id)
    stop = row.due_kind == ClockKind.STOP
    waits = Waits(who=partner, what="confirm that they have stopped") if stop else waits_on(row.offer, partner)
    return SentLine(
        href=f"/offers/{row.reference}",
        reference=row.reference,
        to=f"{partner}, {row.service_name}",
        needed=needs_words(row.needs),
        risk=Tag(text=row.offer.risk.label, kind=row.offer.risk.value),
        status=status_tag(row.offer.status, Side.LEAD),
        who=waits.who,
        what=waits.what,
        is_ours=waits.is_ours,
        due=_due_in_a_sentence(row.due_at, row.due_kind, now),
        changed_iso=row.changed_at.isoformat(),
        changed=in_words(row.changed_at, now),
    )
