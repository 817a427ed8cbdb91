"""The pages of the lists: the team's inbox, and what a lead has sent."""

from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.actors import Actor
from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.ports import Names
from lvws_core.referrals import ClockKind, Direction, OfferStatus, Side
from lvws_core.times import in_words, local
from lvws_core.vocabulary import NeedCategory
from partners.directory.pages import RoomLine
from partners.offers.lists.model import Counts, InboxRow, SentRow, View, Waits, waits_on
from partners.offers.model import exactly
from partners.offers.pages import Tag, status_tag

EVERY_SECONDS = 30
"""How often an open inbox looks for what is new."""

_EMPTY = {
    View.NEEDS_ANSWER: "Nothing is waiting for your team. New offers appear here by themselves.",
    View.WITH_LEAD: "No question of yours is waiting. When you ask one, the offer stands here until the reply.",
    View.ACCEPTED: "Your team has nothing in hand. Offers that you accept appear here until they end.",
    View.CLOSED: "Nothing has ended yet. Declined, returned and completed offers appear here.",
}
_ORDER = {True: "newest change first", False: "soonest due first"}


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """A view of the inbox, in the shape that `views` reads; `count` is None where it is not cheap."""

    text: str
    href: str
    current: bool
    count: int | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the line of counts."""

    text: str
    late: bool = False


class DueCell(msgspec.Struct, frozen=True, kw_only=True):
    """What is due on a row: the act, the moment for machines and people; empty words where nothing is."""

    act: str
    iso: str
    words: str
    exact: str
    late: bool


class InboxLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the inbox as it is read; no name, no initials."""

    href: str
    reference: Reference
    due: DueCell
    needed: str
    risk: Tag
    sender: str
    holder: str
    status: str
    is_new: bool


class InboxPage(msgspec.Struct, frozen=True, kw_only=True):
    """The team's inbox, one view of it."""

    template: ClassVar[str] = "offers/inbox.html"
    fragment: ClassVar[str] = "offers/_inbox.html"

    title: str
    counts: tuple[Part, ...]
    views: tuple[Tab, ...]
    when_heading: str
    lines: tuple[InboxLine, ...]
    shows_state: bool
    empty: str
    shown: str
    next_href: str
    first_href: str
    poll_href: str
    every_seconds: int
    checked: str
    rooms: tuple[RoomLine, ...] = ()


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


def inbox_page(
    rows: Page[InboxRow],
    counts: Counts,
    *,
    view: View,
    after: str | None,
    actor: Actor,
    now: datetime,
    rooms: tuple[RoomLine, ...] = (),
) -> InboxPage:
    """Give a page of the inbox as the actor reads it; `rooms` is what the team said about its own capacity."""
    here = local(now)
    return InboxPage(
        title="Inbox",
        counts=_counts(counts),
        views=tuple(_tab(each, view, counts) for each in View),
        when_heading="Last change" if view == View.CLOSED else "Due",
        lines=tuple(_line(row, view, actor, now) for row in rows.items),
        shows_state=view in {View.ACCEPTED, View.CLOSED},
        empty=_EMPTY[view],
        shown=_shown(len(rows.items), by_change=view == View.CLOSED),
        next_href=_href("/inbox", show=view.value, after=rows.next_cursor),
        first_href=f"/inbox?show={view.value}" if after else "",
        poll_href=_href("/inbox", show=view.value, after=after) or f"/inbox?show={view.value}",
        every_seconds=EVERY_SECONDS,
        checked=f"{here:%H:%M}",
        rooms=rooms,
    )


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
        shown=_shown(len(rows.items), by_change=True),
        next_href=_href("/sent", after=rows.next_cursor),
        first_href="/sent" if after else "",
    )


_NOTHING = {
    Direction.ONWARD: "Nothing has been sent yet. Find a person, say what is needed, and send it to a partner: it "
    "appears here, with what waits on whom.",
    Direction.INWARD: "Your team has referred nobody yet. Add a person, say what is needed, and send it to the "
    "lead: it appears here, with what waits on whom.",
}


def _href(path: str, *, after: str | None, **query: str) -> str:
    return f"{path}?{urlencode({**query, 'after': after})}" if after else ""


def _shown(number: int, *, by_change: bool) -> str:
    return f"Showing {number}, {_ORDER[by_change]}."


def _counts(counts: Counts) -> tuple[Part, ...]:
    found, late = counts.by_view, counts.overdue
    waiting = found[View.NEEDS_ANSWER]
    parts = (
        (f"{waiting} {'needs' if waiting == 1 else 'need'} an answer", False, True),
        (f"{late[View.NEEDS_ANSWER]} overdue", True, late[View.NEEDS_ANSWER] > 0),
        (f"{found[View.WITH_LEAD]} waiting for the lead", False, True),
        (f"{late[View.ACCEPTED]} overdue among accepted", True, late[View.ACCEPTED] > 0),
    )
    return tuple(Part(text=text, late=is_late) for text, is_late, shown in parts if shown)


def _tab(view: View, current: View, counts: Counts) -> Tab:
    count = counts.by_view.get(view)
    return Tab(text=view.label, href=f"/inbox?show={view.value}", current=view == current, count=count)


def _line(row: InboxRow, view: View, actor: Actor, now: datetime) -> InboxLine:
    return InboxLine(
        href=f"/offers/{row.reference}",
        reference=row.reference,
        due=_ended(row, now) if view == View.CLOSED else _due(row.due_at, row.due_kind, now),
        needed=needs_words(row.needs),
        risk=Tag(text=row.risk.label, kind=row.risk.value),
        sender=row.sender,
        holder=_holder(row, actor),
        status=status_tag(row.status, Side.PARTNER).text,
        is_new=row.status == OfferStatus.SENT,
    )


def _holder(row: InboxRow, actor: Actor) -> str:
    if row.assigned_to is None:
        return "–"
    return "you" if row.assigned_to == actor.id else "a colleague"


def _ended(row: InboxRow, now: datetime) -> DueCell:
    """Give when it ended, unless the team has still to confirm that it has stopped."""
    if row.due_kind == ClockKind.STOP:
        return _due(row.due_at, row.due_kind, now)
    words, at = in_words(row.changed_at, now), row.changed_at
    return DueCell(act="", iso=at.isoformat(), words=words[:1].upper() + words[1:], exact=exactly(at), late=False)


def _due(at: datetime | None, kind: ClockKind | None, now: datetime) -> DueCell:
    if at is None or kind is None:
        return DueCell(act="", iso="", words="", exact="", late=False)
    act, words = _ACTS.get(kind, f"{kind.label} by"), in_words(at, now)
    shown = words if act else words[:1].upper() + words[1:]
    return DueCell(act=act, iso=at.isoformat(), words=shown, exact=exactly(at), late=at <= now)


def _due_in_a_sentence(at: datetime | None, kind: ClockKind | None, now: datetime) -> DueCell:
    """Give what is due where the words before it say the act: "by tomorrow 17:00"."""
    due = _due(at, kind, now)
    return due if at is None else msgspec.structs.replace(due, act="", words=in_words(at, now))


_ACTS = {
    ClockKind.ACKNOWLEDGE: "Open by",
    ClockKind.DECIDE: "",
    ClockKind.ANSWER: "",
    ClockKind.STOP: "Confirm the stop by",
}
"""The words before a moment; an answer is what the view is about, so it needs none."""


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
