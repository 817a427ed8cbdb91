"""The page of the team's inbox: a view of it, and its parts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Role
from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.referrals import LIVE, ClockKind, OfferStatus, Side
from lvws_core.times import local, london_day
from partners.directory.pages import RoomLine
from partners.offers.filters.model import NO_FILTERS, Filters, address
from partners.offers.filters.pages import FilterPanel
from partners.offers.lists.model import Counts, InboxRow, View
from partners.offers.lists.pages import (
    DueCell,
    due_cell,
    ended_cell,
    href_after,
    needs_words,
    shown_words,
    unread_words,
)
from partners.offers.pages import News, Tag, status_tag

EVERY_SECONDS = 30
"""How often an open inbox looks for what is new."""

_EMPTY = {
    View.TODAY: "Nothing is waiting for your team. New offers appear here by themselves.",
    View.NEEDS_ANSWER: "Nothing is waiting for your team’s answer. New offers appear here by themselves.",
    View.WITH_LEAD: "No question of yours is waiting. When you ask one, the offer stands here until the reply.",
    View.ACCEPTED: "Nobody is waiting for first contact. Offers that you accept appear here until you make it.",
    View.ACTIVE: "Nobody is being supported now. Offers appear here from first contact until their outcome.",
    View.CLOSED: "Nothing has ended yet. Declined, returned and completed offers appear here.",
}
_NONE_FITS = "No offer in this view fits the filter."
_WITH_STATE = frozenset({View.ACTIVE, View.CLOSED})


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


class InboxLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the inbox as it is read; no name, no initials. `tick` names the row and its version."""

    href: str
    reference: Reference
    tick: str
    due: DueCell
    needed: str
    risk: Tag
    sender: str
    holder: str
    status: str
    is_new: bool
    unread: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under one heading, "" for none."""

    heading: str
    lines: tuple[InboxLine, ...]


class BulkBar(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done with the rows that are ticked, and the codes that lead back to the view."""

    assigns_others: bool
    opens: bool
    codes: dict[str, str]


class InboxPage(msgspec.Struct, frozen=True, kw_only=True):
    """The team's inbox, one view of it; `ptag` stands for what it shows, so that a poll asks for nothing old."""

    template: ClassVar[str] = "offers/inbox.html"
    fragment: ClassVar[str] = "offers/_inbox.html"

    title: str
    news: News | None
    since: str
    filters: FilterPanel
    counts: tuple[Part, ...]
    views: tuple[Tab, ...]
    when_heading: str
    groups: tuple[Group, ...]
    bulk: BulkBar | None
    shows_state: bool
    empty: str
    shown: str
    next_href: str
    first_href: str
    poll_href: str
    every_seconds: int
    checked: str
    ptag: str
    rooms: tuple[RoomLine, ...] = ()
    alarm: str = ""


def inbox_page(
    rows: Page[InboxRow],
    counts: Counts,
    panel: FilterPanel,
    *,
    view: View,
    filters: Filters = NO_FILTERS,
    after: str | None,
    actor: Actor,
    now: datetime,
    since: str = "",
    news: News | None = None,
    rooms: tuple[RoomLine, ...] = (),
    alarm: str = "",
) -> InboxPage:
    """Give a page of the inbox as the actor reads it; `rooms` is what the team said about its own capacity.

    `alarm` says what was not delivered to the team, "" where there is nothing for the actor to act on.
    """
    here = address(view.value, filters)
    return InboxPage(
        title="Inbox",
        news=news,
        since=since,
        filters=panel,
        counts=count_line(counts),
        views=tabs(view, counts),
        when_heading="Last change" if view == View.CLOSED else "Due",
        groups=_groups(rows.items, view, actor, now),
        bulk=_bulk(rows.items, view, filters, actor),
        shows_state=view in _WITH_STATE,
        empty=_NONE_FITS if filters.codes else _EMPTY.get(view, ""),
        shown=shown_words(len(rows.items), by_change=view == View.CLOSED),
        next_href=href_after("/inbox", show=view.value, **filters.codes, after=rows.next_cursor),
        first_href=here if after else "",
        poll_href=href_after("/inbox", show=view.value, **filters.codes, after=after) or here,
        every_seconds=EVERY_SECONDS,
        checked=f"{local(now):%H:%M}",
        ptag=counts.tag,
        rooms=rooms,
        alarm=alarm,
    )


def count_line(counts: Counts) -> tuple[Part, ...]:
    """Give the line that says how much waits; a screen reader hears it when it changes."""
    found, late = counts.by_view, counts.overdue[View.TODAY]
    waiting = found[View.NEEDS_ANSWER]
    parts = (
        (f"{waiting} {'needs' if waiting == 1 else 'need'} an answer", False, True),
        (f"{late} overdue", True, late > 0),
        (f"{found[View.WITH_LEAD]} waiting for the lead", False, True),
    )
    return tuple(Part(text=text, late=is_late) for text, is_late, shown in parts if shown)


def tabs(current: View, counts: Counts) -> tuple[Tab, ...]:
    """Give the views as tabs; the waiting list has a page of its own."""
    return tuple(
        Tab(
            text=view.label,
            href="/waiting-list" if view == View.WAITING else address(view.value),
            current=view == current,
            count=counts.by_view.get(view),
        )
        for view in View
    )


def _groups(rows: Iterable[InboxRow], view: View, actor: Actor, now: datetime) -> tuple[Group, ...]:
    """Give the rows, on Today by the day on which they are due; the order is the store's."""
    if view != View.TODAY:
        lines = tuple(inbox_line(row, view, actor, now) for row in rows)
        return (Group(heading="", lines=lines),) if lines else ()
    return tuple(
        Group(heading=heading, lines=tuple(inbox_line(row, view, actor, now) for row in found))
        for heading, found in groupby(rows, key=lambda row: _day_heading(row, now))
    )


def _day_heading(row: InboxRow, now: datetime) -> str:
    if row.due_kind == ClockKind.STOP:
        return "Stop confirmations"
    today = london_day(now)
    due = london_day(row.due_at or now)
    if due <= today:
        return "Today" if due == today else "From before today"
    return "Tomorrow" if due == today + timedelta(days=1) else "Later"


def inbox_line(row: InboxRow, view: View, actor: Actor, now: datetime) -> InboxLine:
    """Give a row as it is read in a view."""
    return InboxLine(
        href=f"/offers/{row.reference}",
        reference=row.reference,
        tick=f"{row.reference}:{row.version}",
        due=ended_cell(row, now) if view == View.CLOSED else due_cell(row.due_at, row.due_kind, now),
        needed=needs_words(row.needs),
        risk=Tag(text=row.risk.label, kind=row.risk.value),
        sender=row.sender,
        holder=holder_words(row, actor),
        status=status_tag(row.status, Side.PARTNER).text,
        is_new=row.status == OfferStatus.SENT,
        # What the other side wrote on an offer that has ended is not theirs to read any more.
        unread=unread_words(row.unread) if row.status in LIVE else "",
    )


def holder_words(row: InboxRow, actor: Actor) -> str:
    """Say with whom of the team it is."""
    if row.assigned_to is None:
        return "–"
    return "you" if row.assigned_to == actor.id else "a colleague"


def _bulk(rows: tuple[InboxRow, ...], view: View, filters: Filters, actor: Actor) -> BulkBar | None:
    if view == View.CLOSED or not rows:
        return None
    return BulkBar(
        assigns_others=actor.has(Role.PARTNER_MANAGER),
        opens=any(row.status == OfferStatus.SENT for row in rows),
        codes={"show": view.value, **filters.codes},
    )
