"""The list of the sites: each with its state, its gates, what waits on whom and what is overdue."""

from datetime import date
from typing import ClassVar

import msgspec

from colocations.sites.pages import PATH, Tag, days_words, path_of, place_words, state_tag, wait_words
from colocations.sites.service import Opened
from colocations.sites.state.model import met_count, next_gate, overdue, state_on
from lvws_core.paging import Page
from lvws_core.times import WorkingCalendar


class SiteLine(msgspec.Struct, frozen=True, kw_only=True):
    """A site in the list; `chase_href` leads to the gate that waits longest, where it is overdue."""

    href: str
    name: str
    place: str
    tag: Tag
    met: str
    waits: str
    waits_for: str
    late: str
    chase_href: str


class BoardPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the sites."""

    template: ClassVar[str] = "board/board.html"
    title: ClassVar[str] = "Co-locations"

    lines: tuple[SiteLine, ...]
    empty: str
    shown: str
    next_href: str
    first_href: str
    may_change: bool
    unlinked: str = ""


def board_page(
    found: Page[Opened],
    today: date,
    calendar: WorkingCalendar,
    *,
    may_change: bool,
    after: str | None,
    unlinked: int = 0,
) -> BoardPage:
    """Give a page of the list on a London day; `unlinked` counts the contacts that wait too long for a person."""
    empty = (
        "No site yet. A host is added here with every gate to a working desk; its state, what is overdue "
        "and who has it follow by themselves."
        if may_change
        else "You are not placed at a site. Your coordinator places you; then the site stands here."
    )
    return BoardPage(
        lines=tuple(_line(opened, today, calendar) for opened in found.items),
        empty=empty,
        shown=f"Showing {len(found.items)}, by name.",
        next_href=f"{PATH}?after={found.next_cursor}" if found.next_cursor else "",
        first_href=PATH if after else "",
        may_change=may_change,
        unlinked=unlinked_words(unlinked),
    )


def unlinked_words(count: int) -> str:
    """Say how many contacts have waited a working day for a person, "" where none has. It names nobody."""
    if not count:
        return ""
    waits = "1 contact waits" if count == 1 else f"{count} contacts wait"
    return f"{waits} to be linked to a person for more than a working day. Their authors see them on “My site”."


def _line(opened: Opened, today: date, calendar: WorkingCalendar) -> SiteLine:
    gate = next_gate(opened.gates, today, calendar)
    late = overdue(opened.gates, today)
    return SiteLine(
        href=path_of(opened.site),
        name=opened.site.name,
        place=place_words(opened.site),
        tag=state_tag(state_on(opened.site, opened.gates, today)),
        met=f"{met_count(opened.gates, today)} of {len(opened.gates)}",
        waits=(wait_words(gate, today, calendar) or "Nobody has the next one") if gate is not None else "Nobody",
        waits_for=gate.kind.label if gate is not None else "",
        late=_late(opened, today, calendar),
        chase_href=f"{path_of(opened.site)}/gates/{gate.kind.value}" if late and gate is not None else "",
    )


def _late(opened: Opened, today: date, calendar: WorkingCalendar) -> str:
    days = [calendar.working_days_between(g.due_on, today) for g in overdue(opened.gates, today) if g.due_on]
    return f"{len(days)} overdue, the longest {days_words(max(days))}" if days else ""
