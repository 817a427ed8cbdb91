"""The page of one's own intakes."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.times import day_in_words, in_words
from partners.offers.pages import Tag
from portal.intake.listing.pages import DONE, risk_of
from portal.intake.model import CaseLine


class OwnLine(msgspec.Struct, frozen=True, kw_only=True):
    """One own intake; no name, no initials."""

    href: str
    reference: Reference
    received: str
    source: str
    about: str
    risk: Tag
    state: str


class OwnPage(msgspec.Struct, frozen=True, kw_only=True):
    """One's own intakes: what came back to be mended, then what is not handed over yet."""

    template: ClassVar[str] = "intake/own.html"

    title: str
    news: str
    returned: tuple[OwnLine, ...]
    lines: tuple[OwnLine, ...]
    shown: str
    next_href: str
    first_href: str


_NOT_TAKEN_IN = {
    "known": "It is known already, and nothing was taken in twice. Whoever has that case goes on with it.",
    "left": "Nothing was stored. They declined before and are left in peace.",
}


def own_page(
    returned: Sequence[CaseLine], rows: Page[CaseLine], *, after: str | None, done: str, now: datetime
) -> OwnPage:
    """Give the page; what came back stands first and not a second time below."""
    back = {line.reference for line in returned}
    lines = tuple(_line(row, now) for row in rows.items if row.reference not in back)
    return OwnPage(
        title="Intake",
        news=_NOT_TAKEN_IN.get(done) or DONE.get(done, ""),
        returned=tuple(_line(row, now) for row in returned) if not after else (),
        lines=lines,
        shown=f"Showing {len(lines)}, newest first.",
        next_href=f"/intake?{urlencode({'after': rows.next_cursor})}" if rows.next_cursor else "",
        first_href="/intake" if after else "",
    )


def _line(row: CaseLine, now: datetime) -> OwnLine:
    is_back = row.returned_at is not None
    return OwnLine(
        href=f"/intake/{row.reference}/mend" if is_back else f"/cases/{row.reference}",
        reference=row.reference,
        received=day_in_words(row.received_on),
        source=row.source.label,
        about="; ".join(word for word in (row.agency, "enhanced priority" if row.epr else "") if word),
        risk=risk_of(row),
        state=_state(row, now),
    )


def _state(row: CaseLine, now: datetime) -> str:
    if row.returned_at is not None:
        return f"Came back {in_words(row.returned_at, now)}"
    if row.closed_on is not None:
        return "Closed"
    return "Handed over" if row.allocated_to is not None else "Not handed over yet"
