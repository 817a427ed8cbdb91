"""The list of intake: what came in and waits for an answer, and the cases."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode

import msgspec
from msgspec.structs import replace

from lvws_core.actors import Actor, Permission, may
from lvws_core.ids import Reference, UserId
from lvws_core.paging import Page
from lvws_core.ports import Names
from lvws_core.times import day_in_words, in_words
from lvws_core.vocabulary import DomesticAbuseLevel
from partners.offers.incoming.model import IncomingRow, Standing
from partners.offers.inward.pages import status_words
from partners.offers.lists.pages import needs_words
from partners.offers.model import exactly
from partners.offers.pages import Tag
from portal.intake.listing.model import View
from portal.intake.model import CaseLine


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
    actions: tuple[tuple[str, str], ...]
    views: tuple[Tab, ...]
    lines: tuple[ListLine, ...]
    empty: str
    shown: str
    next_href: str
    first_href: str


DONE = {
    "handed-over": "It is handed over. Whoever has it now can see it, and you no longer can.",
    "matched": "Who this is about is recorded.",
    "taken-in": "It is taken in. Nobody else has been told. Next: hand it over to a caseworker.",
    "allocated": "It is handed over. Whoever has it now sees it under Mine, with its clocks.",
    "took-up": "What the person answered is recorded.",
    "trial": "The day of the trial is recorded. The attempts to reach the witness are counted back from it.",
    "closed": "The case is closed. It still counts, and it can be read here.",
    "returned": "It is with the person who took it in, to be mended. You keep the case meanwhile.",
    "mended": "Mended. Whoever has the case sees it as it is now.",
}
"""What the address may say was done, in words."""
_EMPTY = {
    View.INCOMING: "Nothing waits for an answer. What partners send in appears here, the soonest due first.",
    View.UNALLOCATED: "Every open case has its worker. What is taken in appears here until somebody has it.",
    View.MINE: "You have no open case. What is allocated to you appears here.",
    View.OPEN: "No case is open.",
    View.CLOSED: "No case is closed yet.",
    View.TAKEN: "There is no case yet. Each person who is taken in has one here.",
}


def incoming_page(
    rows: Page[IncomingRow], views: Iterable[View], actor: Actor, *, after: str | None, done: str, now: datetime
) -> CasesPage:
    """Give a page of what came in and is not answered."""
    lines = (_incoming_line(row, now) for row in rows.items)
    page = _page(View.INCOMING, views, lines, rows.next_cursor, after=after, done=done)
    return replace(page, actions=_actions(actor))


def cases_page(
    view: View,
    views: Iterable[View],
    rows: Page[CaseLine],
    standings: Mapping[Reference, Standing],
    names: Names,
    *,
    actor: Actor,
    after: str | None,
    done: str,
    now: datetime,
) -> CasesPage:
    """Give a page of cases; `standings` say how the offers stand by which they came."""
    workers = names.colleagues(frozenset(row.allocated_to for row in rows.items if row.allocated_to is not None))
    lines = (_case_line(row, standings.get(row.reference), names, workers, now) for row in rows.items)
    return replace(_page(view, views, lines, rows.next_cursor, after=after, done=done), actions=_actions(actor))


_ACTIONS = (
    (Permission.CASE_WRITE, "Take somebody in", "/intake/new"),
    (Permission.CASE_WRITE, "Import a file", "/intake/import"),
    (Permission.CASE_WRITE, "Taken in by you", "/intake"),
    (Permission.CASE_MANAGE, "What caseworkers take", "/cases/workers"),
    (Permission.CASE_MANAGE, "What went back to intake", "/intake/returned"),
)


def _actions(actor: Actor) -> tuple[tuple[str, str], ...]:
    return tuple((text, href) for permission, text, href in _ACTIONS if may(actor, permission).allowed)


def _page(
    view: View,
    views: Iterable[View],
    lines: Iterable[ListLine],
    next_cursor: str | None,
    *,
    after: str | None,
    done: str,
) -> CasesPage:
    found = tuple(lines)
    order = "soonest due first" if view is View.INCOMING else "newest first"
    return CasesPage(
        title="Cases",
        news=DONE.get(done, ""),
        actions=(),
        views=tuple(Tab(text=v.label, href=f"/cases?show={v.value}", current=v == view) for v in views),
        lines=found,
        empty=_EMPTY[view],
        shown=f"Showing {len(found)}, {order}.",
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


def _case_line(
    row: CaseLine, standing: Standing | None, names: Names, workers: Mapping[UserId, str], now: datetime
) -> ListLine:
    sender = row.agency if row.source_organisation_id is None else names.organisation(row.source_organisation_id)
    about = "; ".join(word for word in (sender, "enhanced priority" if row.epr else "") if word)
    worker = "" if row.allocated_to is None else workers.get(row.allocated_to, "a colleague")
    return ListLine(
        href=f"/cases/{row.reference}",
        reference=row.reference,
        due=_received(row) if standing is None else _due(standing, now),
        source=row.source.label,
        about=about,
        needed=needs_words(row.needs) or "Not told",
        risk=risk_of(row),
        state=_state(row, standing, sender, worker),
    )


def risk_of(row: CaseLine) -> Tag:
    """Give the tag of a case's level of risk; without an assessment, that of domestic abuse."""
    if row.risk is not None:
        return Tag(text=row.risk.label, kind=row.risk.value)
    is_high = row.da_level is DomesticAbuseLevel.HIGH
    return Tag(text="Treat as high", kind="high") if is_high else Tag(text="Not assessed", kind="")


def _state(row: CaseLine, standing: Standing | None, sender: str, worker: str) -> str:
    if row.closed_on is not None and row.closure_reason is not None:
        return f"Closed: {row.closure_reason.label.lower()}"
    if not row.is_matched:
        return "Say who this is"
    if standing is not None:
        return status_words(standing.status, sender)
    if row.returned_at is not None:
        return "Being mended by who took it in"
    return f"With {worker}" if worker else "Not allocated"


def _received(row: CaseLine) -> Due:
    return Due(act="Received", iso=row.received_on.isoformat(), words=day_in_words(row.received_on))


def _due(standing: Standing, now: datetime) -> Due:
    if standing.due_at is None or standing.due_kind is None:
        return Due()
    at = standing.due_at
    act = f"{standing.due_kind.label} by"
    return Due(act=act, iso=at.isoformat(), words=in_words(at, now), exact=exactly(at), late=at <= now)
