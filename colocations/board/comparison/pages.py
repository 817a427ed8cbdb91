"""Sites side by side: how long each took and what it has; no name of anybody, neither ours nor the host's."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from colocations.board.numbers.model import Recent
from colocations.sites.pack.model import PackKey
from colocations.sites.pages import Tag, state_tag
from colocations.sites.service import Opened
from colocations.sites.state.model import State, history, met_count, overdue
from lvws_core.paging import Page


class ComparedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A site in the comparison; `days` are those in each state before it went live."""

    name: str
    tag: Tag
    days: tuple[str, ...]
    to_live: str
    met: str
    late: str
    pack: str
    problems: str
    contacts: str
    referrals: str
    client_share: str


class ComparisonPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of sites side by side."""

    template: ClassVar[str] = "board/comparison.html"
    title: ClassVar[str] = "Compare sites"

    states: tuple[str, ...]
    lines: tuple[ComparedLine, ...]
    shown: str
    next_href: str
    first_href: str


_ON_THE_WAY = (State.PROPOSED, State.AGREEING, State.VETTING, State.READY)


def comparison_page(
    found: Page[Opened],
    pack: Mapping[UUID, int],
    problems: Mapping[UUID, int],
    recent: Mapping[UUID, Recent],
    today: date,
    *,
    after: str | None,
) -> ComparisonPage:
    """Give the comparison on a London day."""
    path = "/co-locations/compare"
    return ComparisonPage(
        states=tuple(state.label for state in _ON_THE_WAY),
        lines=tuple(
            _line(
                each,
                pack.get(each.site.id, 0),
                problems.get(each.site.id, 0),
                recent.get(each.site.id, Recent()),
                today,
            )
            for each in found.items
        ),
        shown=f"Showing {len(found.items)}, by name.",
        next_href=f"{path}?after={found.next_cursor}" if found.next_cursor else "",
        first_href=path if after else "",
    )


def _line(opened: Opened, pack: int, problems: int, recent: Recent, today: date) -> ComparedLine:
    site, past = opened.site, history(opened.site, opened.gates, today)
    spent = {state: sum((p.last - p.first).days + 1 for p in past if p.state is state) for state in _ON_THE_WAY}
    to_live = f"{(site.opened_on - site.added_on).days} days" if site.opened_on is not None else "Not yet"
    return ComparedLine(
        name=site.name,
        tag=state_tag(past[-1].state),
        days=tuple(str(spent[state]) for state in _ON_THE_WAY),
        to_live=to_live,
        met=f"{met_count(opened.gates, today)} of {len(opened.gates)}",
        late=str(len(overdue(opened.gates, today))),
        pack=f"{pack} of {len(PackKey)}",
        problems=str(problems),
        contacts=str(recent.contacts),
        referrals=str(recent.referrals),
        client_share=f"{round(100 * recent.client_minutes / recent.minutes)} %" if recent.minutes else "–",
    )
