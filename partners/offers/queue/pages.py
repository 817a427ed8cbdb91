"""The waiting list as a team reads it: who is next at each service and why, then everybody in the order of the rule."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor
from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.referrals import ClockKind
from lvws_core.times import day_in_words, in_words
from partners.offers.inbox.pages import Part, Tab, count_line, tabs
from partners.offers.lists.model import Counts, View
from partners.offers.lists.pages import DueCell, due_cell, href_after, needs_words
from partners.offers.pages import News, Tag
from partners.offers.waiting.model import WaitingRow, why_next

_CHANGED = "{reference} is not next any more: the order has changed meanwhile. This is the list as it is now."
_ASKED = "The lead can see that you ask whether {reference} is still needed. It keeps its place."


class NextPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Who is next at a service, why, and the press that accepts; the first is the primary one of the page."""

    service: str
    reference: Reference
    href: str
    version: str
    why: str
    kind: str


class WaitingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the waiting list as it is read; no name, no initials."""

    href: str
    reference: Reference
    version: str
    risk: Tag
    expected: str
    review: DueCell
    since: str
    needed: str
    service: str
    holder: str
    asked: str


class WaitingListPage(msgspec.Struct, frozen=True, kw_only=True):
    """The waiting list of a team."""

    template: ClassVar[str] = "offers/waiting_list.html"

    title: str
    news: News | None
    counts: tuple[Part, ...]
    views: tuple[Tab, ...]
    next_places: tuple[NextPlace, ...]
    lines: tuple[WaitingLine, ...]
    empty: str
    shown: str
    next_href: str
    first_href: str
    status_code: int = 200


def waiting_list_page(
    rows: Page[WaitingRow],
    firsts: tuple[WaitingRow, ...],
    counts: Counts,
    *,
    after: str | None,
    actor: Actor,
    now: datetime,
    news: News | None = None,
    status_code: int = 200,
) -> WaitingListPage:
    """Give the waiting list as the actor reads it; `firsts` are who is next at each service."""
    return WaitingListPage(
        title="Waiting list",
        news=news,
        counts=count_line(counts),
        views=tabs(View.WAITING, counts),
        next_places=tuple(_next(row, number) for number, row in enumerate(firsts)),
        lines=tuple(_line(row, actor, now) for row in rows.items),
        empty="Nobody is waiting for a place. Offers that you put on the waiting list stand here, who is next first.",
        shown=f"Showing {len(rows.items)}, who is next first.",
        next_href=href_after("/waiting-list", after=rows.next_cursor),
        first_href="/waiting-list" if after else "",
        status_code=status_code,
    )


def changed_news(reference: Reference) -> News:
    """Give the news for a press that came after the order had changed."""
    return News(kind="information", text=_CHANGED.format(reference=reference))


def asked_news(reference: Reference) -> News:
    """Give the news after the lead was asked."""
    return News(kind="success", text=_ASKED.format(reference=reference))


def _next(row: WaitingRow, number: int) -> NextPlace:
    return NextPlace(
        service=row.service_name,
        reference=row.reference,
        href=f"/offers/{row.reference}",
        version=str(row.offer.version),
        why=why_next(row.place),
        kind="secondary" if number else "primary",
    )


def _line(row: WaitingRow, actor: Actor, now: datetime) -> WaitingLine:
    offer, place = row.offer, row.place
    return WaitingLine(
        href=f"/offers/{row.reference}",
        reference=row.reference,
        version=str(offer.version),
        risk=Tag(text=offer.risk.label, kind=offer.risk.value),
        expected="not known" if place.expected is None else f"by {day_in_words(place.expected)}",
        review=msgspec.structs.replace(due_cell(row.review_at, ClockKind.WAITING_REVIEW, now), act=""),
        since="" if offer.entered_at is None else in_words(offer.entered_at, now),
        needed=needs_words(row.needs),
        service=row.service_name,
        holder=_holder(row, actor),
        asked=_asked(row, now),
    )


def _holder(row: WaitingRow, actor: Actor) -> str:
    if row.offer.assigned_to is None:
        return "–"
    return "you" if row.offer.assigned_to == actor.id else "a colleague"


def _asked(row: WaitingRow, now: datetime) -> str:
    """Say when the lead was asked, while the reply is open."""
    asked, reviewed = row.offer.review_asked_at, row.offer.reviewed_at
    if asked is None or (reviewed is not None and reviewed >= asked):
        return ""
    return f"Asked {in_words(asked, now)}"
