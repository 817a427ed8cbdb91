"""The page of what a lead has sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.referrals import Direction, kept_until
from lvws_core.times import day_in_words, in_words
from partners.offers.following.model import SentView, standing
from partners.offers.following.pages import OfferLine, offer_lines, sent_path, sent_tabs
from partners.offers.inbox.pages import Tab
from partners.offers.inward.pages import need_words
from partners.offers.lists.pages import needs_words
from partners.offers.pages import Tag
from portal.referrals.sent.service import SavedDraft, SentRequest

_EMPTY: Mapping[SentView, str] = {
    SentView.ALL: "Nothing has been sent yet. Find a person, say what is needed, and send it to a partner: it appears "
    "here, with what waits on whom.",
    SentView.OURS: "Nothing waits on us. Questions, outcomes to acknowledge and waiting lists to review appear here.",
    SentView.THEIRS: "Nothing waits on a partner.",
    SentView.QUIET: "No partner is quiet. Who has a person in hand and gives no update in time appears here.",
    SentView.DRAFTS: "No referral is begun and not sent. What you save for later appears here.",
}


_EMPTY_INWARD: Mapping[SentView, str] = {
    SentView.ALL: "Your team has referred nobody yet. Add a person, say what is needed, and send it to the lead: it "
    "appears here, with what waits on whom.",
    SentView.OURS: "Nothing waits on us. Questions, and outcomes to acknowledge, appear here.",
    SentView.THEIRS: "Nothing waits on the lead.",
    SentView.QUIET: "Nobody is quiet. A lead that has a person in hand and gives no update in time appears here.",
}
_TITLES: Mapping[Direction, str] = {Direction.ONWARD: "Sent", Direction.INWARD: "Referred"}
_BEGIN: Mapping[Direction, tuple[str, str] | None] = {
    Direction.ONWARD: None,
    Direction.INWARD: ("/people", "Refer somebody to the lead"),
}


def _empty(view: SentView, direction: Direction) -> str:
    onward = _EMPTY[view]
    return onward if direction == Direction.ONWARD else _EMPTY_INWARD.get(view, onward)


class SentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A request with its offers, as it is read; `is_late` when something on it was due."""

    href: str
    reference: Reference
    needed: str
    risk: Tag
    status: str
    is_late: bool
    offers: tuple[OfferLine, ...]


class DraftLine(msgspec.Struct, frozen=True, kw_only=True):
    """A referral that was begun and not sent, as it is read."""

    href: str
    reference: Reference
    person: Reference
    needed: str
    changed_iso: str
    changed: str
    kept_until: str


class SentPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a lead has sent, one view of it."""

    template: ClassVar[str] = "referrals/sent.html"

    views: tuple[Tab, ...]
    lines: tuple[SentLine, ...]
    drafts: tuple[DraftLine, ...]
    empty: str
    shown: str
    next_href: str
    first_href: str
    title: str = "Sent"
    begin: tuple[str, str] | None = None


def sent_page(
    found: Page[SentRequest],
    *,
    view: SentView,
    after: str | None,
    names: Names,
    now: datetime,
    direction: Direction = Direction.ONWARD,
) -> SentPage:
    """Give a page of what was sent; inward it leads on to whom a partner refers."""
    order = "soonest due first" if view.kinds else "newest change first"
    return SentPage(
        title=_TITLES[direction],
        begin=_BEGIN[direction],
        views=sent_tabs(view, direction),
        lines=tuple(_line(each, names, now) for each in found.items),
        drafts=(),
        empty=_empty(view, direction),
        shown=f"Showing {len(found.items)}, {order}.",
        next_href=_next(view, found.next_cursor),
        first_href=sent_path(view) if after else "",
    )


def drafts_page(
    found: Page[SavedDraft],
    *,
    after: str | None,
    now: datetime,
    policy: Policy,
    direction: Direction = Direction.ONWARD,
) -> SentPage:
    """Give a page of the drafts."""
    view = SentView.DRAFTS
    return SentPage(
        title=_TITLES[direction],
        begin=_BEGIN[direction],
        views=sent_tabs(view, direction),
        lines=(),
        drafts=tuple(_draft(each, now, policy) for each in found.items),
        empty=_EMPTY[view],
        shown=f"Showing {len(found.items)}, newest change first.",
        next_href=_next(view, found.next_cursor),
        first_href=sent_path(view) if after else "",
    )


def _next(view: SentView, cursor: str | None) -> str:
    query = {} if view == SentView.ALL else {"show": view.value}
    return f"/sent?{urlencode({**query, 'after': cursor})}" if cursor else ""


def _line(each: SentRequest, names: Names, now: datetime) -> SentLine:
    newest, lines = each.offers[0], offer_lines(each.offers, names, now)
    reference = newest.request_reference
    return SentLine(
        href=f"/requests/{reference}" if reference else f"/offers/{newest.reference}",
        reference=reference or newest.reference,
        needed=needs_words(newest.needs),
        risk=Tag(text=newest.offer.risk.label, kind=newest.offer.risk.value),
        status=need_words(standing(each.offers), newest.offer.direction),
        is_late=any(line.due.late for line in lines),
        offers=lines,
    )


def _draft(each: SavedDraft, now: datetime, policy: Policy) -> DraftLine:
    kept = each.kept
    return DraftLine(
        href=f"/refer/{each.person}/{kept.reference}",
        reference=kept.reference,
        person=each.person,
        needed=needs_words(kept.request.needs) or "Not said yet",
        changed_iso=kept.changed_at.isoformat(),
        changed=in_words(kept.changed_at, now),
        kept_until=day_in_words(kept_until(kept.changed_at, policy)),
    )
