"""The page of a host's sponsor: how far each of the host's sites is, in counts."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

import msgspec

from colocations.board.counts.store import Counted
from colocations.board.numbers.model import NO_WARD, TOLD, quarter_before
from colocations.board.numbers.pages import ward_words
from colocations.contacts.model import ContactKind
from colocations.sites.gates.model import Side
from colocations.sites.pages import Line, Tag, state_tag
from colocations.sites.state.model import met_count, overdue, state_on, unmet
from lvws_core.suppression import SMALL, Counts

FEWEST: Final = SMALL
"""Below this a count of people is not told. Source: MON-01."""

HIDDEN: Final = "Not shown"
"""What stands in the place of a count that would tell too much."""


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A ward, or the sum, with its counts in the order of the kinds and their sum."""

    name: str
    counts: tuple[str, ...]


class CountedSite(msgspec.Struct, frozen=True, kw_only=True):
    """A site in counts."""

    name: str
    tag: Tag
    lines: tuple[Line, ...]
    kinds: tuple[str, ...]
    rows: tuple[CountRow, ...]


class CountsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sites of the reader's own organisation."""

    template: ClassVar[str] = "board/counts.html"
    title: ClassVar[str] = "Our sites"

    sites: tuple[CountedSite, ...]
    period: str


def counts_page(found: Sequence[Counted], today: date) -> CountsPage:
    """Give the page on a London day."""
    first, last = quarter_before(today)
    period = f"{first:%B} to {last:%B %Y}"
    return CountsPage(sites=tuple(_site(each, today) for each in found), period=period)


def _site(counted: Counted, today: date) -> CountedSite:
    gates = counted.opened.gates
    left = unmet(gates, today)
    ours = [gate for gate in left if gate.side is Side.HOST]
    found = (
        ("Gates met", f"{met_count(gates, today)} of {len(gates)}"),
        ("Waiting for you", str(len(ours))),
        ("Of these overdue", str(len(overdue(ours, today)))),
        ("Problems open", str(counted.problems)),
        ("People who work there", people_words(counted.workers)),
    )
    return CountedSite(
        name=counted.opened.site.name,
        tag=state_tag(state_on(counted.opened.site, gates, today)),
        lines=tuple(Line(label=label, text=text) for label, text in found),
        kinds=tuple(kind.label for kind in TOLD),
        rows=count_rows(counted.contacts),
    )


def count_rows(contacts: Counts[str, ContactKind]) -> tuple[CountRow, ...]:
    """Give the rows of a table of counts, the sum last; none where nothing was logged. Source: MON-01."""
    wards = sorted({row for row, _ in contacts.cells if row is not None}, key=lambda name: (name == NO_WARD, name))
    if not wards:
        return ()

    def row(name: str, ward: str | None) -> CountRow:
        shown = (contacts.shown(ward, kind) for kind in (*TOLD, None))
        return CountRow(name=name, counts=tuple(HIDDEN if count is None else str(count) for count in shown))

    return (*(row(ward_words(ward), ward) for ward in wards), row("All", None))


def people_words(count: int) -> str:
    """Say how many people, unless they are so few that a count would point at one. Source: MON-01."""
    return str(count) if count >= FEWEST else f"Fewer than {FEWEST}"
