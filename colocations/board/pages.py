"""The list of the sites: each with its state, its gates, what waits on whom and what is overdue."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from colocations.board.months.pages import MonthTable
from colocations.board.numbers.model import Recent, weeks_before
from colocations.board.numbers.pages import spark_heights
from colocations.board.numbers.service import Beside, Staffing
from colocations.rota.model import DayCover
from colocations.rota.pages import week_href
from colocations.sites.pages import PATH, Tag, When, days_words, path_of, place_words, state_tag, wait_words
from colocations.sites.service import Opened
from colocations.sites.state.model import met_count, next_gate, overdue, state_on
from lvws_core.paging import Page
from lvws_core.times import WorkingCalendar, day_in_words

SPARK: Final = 22
"""How high the bars of a sparkline are drawn at most, in its own units."""


class CoverDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the bar: `kind` is `covered`, `gap` or `none`, where nobody is expected."""

    kind: str
    words: str


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """A week of the sparkline, in its own units: where its bar stands and how high it is."""

    x: int
    y: int
    height: int


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
    staff: str
    ends: str
    cover: tuple[CoverDay, ...]
    cover_words: str
    fallen: tuple[str, ...]
    rota_href: str
    contacts: str
    weeks: tuple[Week, ...]
    counts: tuple[int, ...]
    numbers_href: str


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
    unlinked: str
    weeks: tuple[str, ...]
    month: MonthTable


def board_page(
    found: Page[Opened],
    beside: Mapping[UUID, Beside],
    when: When,
    *,
    may_change: bool,
    after: str | None,
    month: MonthTable,
    unlinked: int = 0,
) -> BoardPage:
    """Give a page of the list; `unlinked` is how many contacts have waited for a person too long."""
    empty = (
        "No site yet. A host is added here with every gate to a working desk; its state, what is overdue "
        "and who has it follow by themselves."
        if may_change
        else "You are not placed at a site. Your coordinator places you; then the site stands here."
    )
    return BoardPage(
        lines=tuple(_line(opened, beside[opened.site.id], when) for opened in found.items),
        empty=empty,
        shown=f"Showing {len(found.items)}, by name.",
        next_href=f"{PATH}?after={found.next_cursor}" if found.next_cursor else "",
        first_href=PATH if after else "",
        may_change=may_change,
        unlinked=unlinked_words(unlinked),
        month=month,
        weeks=tuple(f"Week from {day_in_words(first)}" for first in weeks_before(when.today)),
    )


def unlinked_words(count: int) -> str:
    """Say how many contacts have waited a working day for a person, "" where none has. It names nobody."""
    if not count:
        return ""
    waits = "1 contact waits" if count == 1 else f"{count} contacts wait"
    return f"{waits} to be linked to a person for more than a working day. Their authors see them on “My site”."


def _line(opened: Opened, numbers: Beside, when: When) -> SiteLine:
    today, calendar = when.today, when.calendar
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
        staff=f"{numbers.staffing.cleared} of {numbers.staffing.placed}" if numbers.staffing.placed else "",
        ends=_ends(numbers.staffing),
        cover=tuple(CoverDay(kind=_cover_kind(day), words=day_in_words(day.day)) for day in numbers.cover),
        cover_words=cover_words(numbers.cover),
        fallen=tuple(
            f"Cannot stand on {day_in_words(shift.day)}: {reasons[0].text}" for shift, reasons in numbers.fallen
        ),
        rota_href=week_href(today, opened.site.reference),
        contacts=str(numbers.recent.contacts) if numbers.recent.minutes else "",
        weeks=_weeks(numbers.recent),
        counts=numbers.recent.weeks,
        numbers_href=f"{path_of(opened.site)}/numbers",
    )


def cover_words(cover: Sequence[DayCover]) -> str:
    """Say how a site is covered: on how many of the days on which somebody is expected, and which have a gap."""
    expected = [day for day in cover if day.expected is not None]
    if not expected:
        return ""
    gaps = [day_in_words(day.day) for day in expected if not day.is_covered]
    said = f"Covered on {len(expected) - len(gaps)} of {len(expected)} days"
    return f"{said}. Gaps: {', '.join(gaps)}" if gaps else said


def _cover_kind(day: DayCover) -> str:
    if day.expected is None:
        return "none"
    return "covered" if day.is_covered else "gap"


def _ends(staffing: Staffing) -> str:
    if not staffing.ends:
        return ""
    first = day_in_words(staffing.ends[0])
    return f"1 runs out on {first}" if len(staffing.ends) == 1 else f"{len(staffing.ends)} run out, first on {first}"


def _weeks(recent: Recent) -> tuple[Week, ...]:
    heights = spark_heights(recent.weeks, SPARK)
    return tuple(Week(x=14 * place, y=SPARK - height, height=height) for place, height in enumerate(heights))


def _late(opened: Opened, today: date, calendar: WorkingCalendar) -> str:
    days = [calendar.working_days_between(g.due_on, today) for g in overdue(opened.gates, today) if g.due_on]
    return f"{len(days)} overdue, the longest {days_words(max(days))}" if days else ""
