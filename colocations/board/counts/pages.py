"""The page of a host's sponsor: how far each of the host's sites is, in counts."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final

import msgspec

from colocations.board.counts.store import Counted
from colocations.sites.gates.model import Side
from colocations.sites.pages import Line, Tag, state_tag
from colocations.sites.state.model import met_count, overdue, state_on, unmet

FEWEST: Final = 5
"""Below this a count of people is not told. Source: MON-01."""


class CountedSite(msgspec.Struct, frozen=True, kw_only=True):
    """A site in counts."""

    name: str
    tag: Tag
    lines: tuple[Line, ...]


class CountsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sites of the reader's own organisation."""

    template: ClassVar[str] = "board/counts.html"
    title: ClassVar[str] = "Our sites"

    sites: tuple[CountedSite, ...]


def counts_page(found: Sequence[Counted], today: date) -> CountsPage:
    """Give the page on a London day."""
    return CountsPage(sites=tuple(_site(each, today) for each in found))


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
    )


def people_words(count: int) -> str:
    """Say how many people, unless they are so few that a count would point at one. Source: MON-01."""
    return str(count) if count >= FEWEST else f"Fewer than {FEWEST}"
