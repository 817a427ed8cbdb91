"""The list of intake: what came in and waits for an answer, and the cases."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from lvws_core.ids import Reference
from lvws_core.paging import Page
from lvws_core.ports import Names
from lvws_core.times import in_words
from lvws_core.vocabulary import Labelled
from partners.offers.incoming.model import IncomingRow, Standing
from partners.offers.inward.pages import status_words
from partners.offers.lists.pages import needs_words
from partners.offers.model import exactly
from partners.offers.pages import Tag
from portal.intake.model import CaseLine


class View(Labelled):
    """The views of the list: the key stands in the address, the label on the tab."""

    INCOMING = "incoming", "To answer"
    TAKEN = "taken", "Cases"


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """A view, in the shape that `views` reads."""

    text: str
    href: str
    current: bool


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What is due on a row: the act, the moment for machines and people; empty words where nothing is."""

    act: str = ""
    iso: str = ""
    words: str = ""
    exact: str = ""
    late: bool = False


class ListLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list; no name, no initials."""

    href: str
    reference: Reference
    due: Due
    source: str
    about: str
    needed: str
    risk: Tag
    state: str
    is_new: bool = False


class CasesPage(msgspec.Struct, frozen=True, kw_only=True):
    """What came in and waits for an answer, or the cases that were begun."""

    template: ClassVar[str] = "intake/cases.html"

    title: str
    news: str
    views: tuple[Tab, ...]
    lines: tuple[ListLine, ...]
    empty: str
    shown: str
    next_href: str
    first_href: str


DONE = {
    "handed-over": "It is handed over. Whoever has it now can see it, and you no longer can.",
    "matched": "Who this is about is recorded.",
}
"""What the address may say was done, in words."""
_EMPTY = {
    View.INCOMING: "Nothing waits for an answer. What partners send in appears here, the soonest due first.",
    View.TAKEN: "There is no case yet. Each referral that is accepted begins one here.",
}
_ORDER = {View.INCOMING: "soonest due first", View.TAKEN: "newest first"}


def incoming_page(rows: Page[IncomingRow], *, after: str | None, done: str, now: datetime) -> CasesPage:
    """Give a page of what came in and is not answered."""
    lines = (_incoming_line(row, now) for row in rows.items)
    return _page(View.INCOMING, lines, rows.next_cursor, after, done)


def cases_page(
    rows: Page[CaseLine],
    standings: Mapping[Reference, Standing],
    names: Names,
    *,
    after: str | None,
    done: str,
    now: datetime,
) -> CasesPage:
    """Give a page of cases; `standings` say how the offers stand by which they came."""
    lines = (_case_line(row, standings.get(row.reference), names, now) for row in rows.items)
    return _page(View.TAKEN, lines, rows.next_cursor, after, done)


def _page(view: View, lines: Iterable[ListLine], next_cursor: str | None, after: str | None, done: str) -> CasesPage:
    found = tuple(lines)
    return CasesPage(
        title="Cases",
        news=DONE.get(done, ""),
        views=tuple(Tab(text=v.label, href=f"/cases?show={v.value}", current=v == view) for v in View),
        lines=found,
        empty=_EMPTY[view],
        shown=f"Showing {len(found)}, {_ORDER[view]}.",
        next_href=f"/cases?{urlencode({'show': view.value, 'after': next_cursor})}" if next_cursor else "",
        first_href=f"/cases?show={view.value}" if after else "",
    )


def _incoming_line(row: IncomingRow, now: datetime) -> ListLine:
    standing = row.standing
    return ListLine(
        href=f"/offers/{standing.reference}",
        reference=standing.reference,
        due=_due(standing, now),
        source="Other agency",
        about=row.sender,
        needed=needs_words(row.needs),
        risk=Tag(text=row.risk.label, kind=row.risk.value),
        state=status_words(standing.status, row.sender),
        is_new=standing.status == "sent",
    )


def _case_line(row: CaseLine, standing: Standing | None, names: Names, now: datetime) -> ListLine:
    sender = "" if row.source_organisation_id is None else names.organisation(row.source_organisation_id)
    state = "" if standing is None else status_words(standing.status, sender)
    about = "; ".join(word for word in (sender, "enhanced priority" if row.epr else "") if word)
    return ListLine(
        href=f"/cases/{row.reference}",
        reference=row.reference,
        due=Due() if standing is None else _due(standing, now),
        source=row.source.label,
        about=about,
        needed=needs_words(row.needs),
        risk=Tag(text=row.risk.label, kind=row.risk.value) if row.risk else Tag(text="Not assessed", kind=""),
        state=state if row.is_matched else "Say who this is",
    )


def _due(standing: Standing, now: datetime) -> Due:
    if standing.due_at is None or standing.due_kind is None:
        return Due()
    at = standing.due_at
    act = f"{standing.due_kind.label} by"
    return Due(act=act, iso=at.isoformat(), words=in_words(at, now), exact=exactly(at), late=at <= now)
