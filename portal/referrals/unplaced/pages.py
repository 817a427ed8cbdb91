"""The page of what came back."""

from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.ports import Names
from partners.offers.following.model import FollowedOffer
from partners.offers.following.pages import came_back
from partners.offers.lists.pages import needs_words
from partners.offers.model import exactly
from partners.offers.pages import Tag
from portal.referrals.again.pages import AskView, ask_view
from portal.referrals.service import Desk
from portal.referrals.unplaced.service import Unplaced

MOST = 3
"""How many alternatives of each kind a need shows here; its own page shows them all."""


class UnplacedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A need that came back, with why, and who could be asked; `more` counts whom only its own page shows."""

    href: str
    reference: Reference
    version: int
    person: Reference
    needed: str
    risk: Tag
    why: tuple[str, ...]
    since_iso: str
    since: str
    ask: AskView
    more: int


class UnplacedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Needs without a partner, high risk first, the oldest first in it."""

    template: ClassVar[str] = "referrals/unplaced.html"

    lines: tuple[UnplacedLine, ...]
    shown: str
    next_href: str
    first_href: str
    title: str = "Unplaced"


def unplaced_page(found: Page[Unplaced], desk: Desk, names: Names, *, after: str | None) -> UnplacedPage:
    """Give a page of the queue."""
    return UnplacedPage(
        lines=tuple(_line(each, desk, names) for each in found.items),
        shown=f"Showing {len(found.items)}, high risk first, then what came back longest ago.",
        next_href=f"/unplaced?{urlencode({'after': found.next_cursor})}" if found.next_cursor else "",
        first_href="/unplaced" if after else "",
    )


def _line(each: Unplaced, desk: Desk, names: Names) -> UnplacedLine:
    kept, risk = each.kept, each.offers[0].offer.risk if each.offers else each.kept.request.risk
    ended = [row.offer.ended_at for row in each.offers if row.offer.ended_at is not None]
    since = min(ended, default=kept.changed_at)
    ask = ask_view(
        each.alternatives, person=each.person, request=kept.reference, risk=risk, desk=desk, names=names, most=MOST
    )
    return UnplacedLine(
        href=f"/requests/{kept.reference}",
        reference=kept.reference,
        version=kept.request.version,
        person=each.person,
        needed=needs_words(kept.request.needs),
        risk=Tag(text=f"{risk.label} risk", kind=risk.value),
        why=why_words(each.offers, names, desk),
        since_iso=since.isoformat(),
        since=exactly(since),
        ask=ask,
        more=len(each.alternatives) - len(ask.still) - len(ask.now) - len(ask.first),
    )


def why_words(offers: tuple[FollowedOffer, ...], names: Names, desk: Desk, *, most: int = MOST) -> tuple[str, ...]:
    """Say of each offer that came back who answered what, and when; the newest first."""
    found = (came_back(row, names.organisation(row.offer.organisation_id), desk.now) for row in offers)
    return tuple(words for words in found if words)[:most]
