"""The rota week by week: what is missing first, then who is where; words that every page of the rota shares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from colocations.rota.lines.pages import NEWS, AskLine, DayLine, GapLine, ShiftLine, SiteWeek
from colocations.rota.model import DayCover, Shift, Standing, standing_of, standing_shifts, wards_left
from colocations.rota.service import Roster
from colocations.sites.hours.model import WEEK, Period, clock_words, period_words, weekly_words
from colocations.sites.model import Site
from colocations.sites.pages import Option, Tag, path_of
from lvws_core.ids import UserId
from lvws_core.times import day_in_words

PATH: Final = "/rota"
SHIFTS: Final = f"{PATH}/shifts"
_COLOURS: Final = {
    Standing.STANDS: "green",
    Standing.AWAY: "orange",
    Standing.CANNOT_STAND: "red",
    Standing.CALLED_OFF: "grey",
}


class RotaPage(msgspec.Struct, frozen=True, kw_only=True):
    """A week of the rota."""

    template: ClassVar[str] = "rota/rota.html"
    title: ClassVar[str] = "Rota"

    week: str
    ahead: str
    news: str
    earlier_href: str
    later_href: str
    now_href: str
    only: tuple[Option, ...]
    asks: tuple[AskLine, ...]
    mine: tuple[ShiftLine, ...]
    is_worker: bool
    gaps: tuple[GapLine, ...]
    fallen: tuple[ShiftLine, ...]
    sites: tuple[SiteWeek, ...]
    empty: str
    may_change: bool
    add_href: str


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who reads the rota and how: the London day, the site to which it is narrowed, names, and what is asked."""

    id: UserId
    today: date
    only: str = ""
    may_change: bool = False
    is_worker: bool = False
    names: Mapping[UserId, str] = {}
    asks: tuple[AskLine, ...] = ()


def rota_page(found: Roster, every: Iterable[Site], reader: Reader, *, done: str = "") -> RotaPage:
    """Give the page of the first week of the days; `every` are all the sites that the reader may choose.

    What is missing is told of all the days, so that of this week stands with the fortnight ahead.
    """
    lines = {each.id: shift_line(found, each, reader) for each in found.shifts}
    week = frozenset(found.days[: len(WEEK)])
    live = [each for each in found.shifts if standing_of(found.facts, each)[0] is not Standing.CALLED_OFF]
    covered = {each.covers_id for each in live}  # a cover that falls stands in the list itself
    fallen = [s for s in live if not lines[s.id].stands and s.day >= reader.today and s.id not in covered]
    return RotaPage(
        week=f"Week of {day_in_words(found.first)}",
        ahead="in the next fortnight" if len(found.days) > len(WEEK) else "this week",
        news=NEWS.get(done, ""),
        earlier_href=week_href(found.first - timedelta(days=7), reader.only),
        later_href=week_href(found.first + timedelta(days=7), reader.only),
        now_href=week_href(reader.today, reader.only),
        only=_choices(every, found.first, reader.only),
        asks=reader.asks,
        mine=tuple(lines[each.id] for each in live if each.worker_id == reader.id and each.day in week),
        is_worker=reader.is_worker,
        gaps=tuple(_gaps(found, reader, fallen)),
        fallen=tuple(lines[each.id] for each in fallen),
        sites=tuple(_site_week(found, site, lines, reader) for site in found.sites),
        empty=_empty(found, reader),
        may_change=reader.may_change,
        add_href=f"{SHIFTS}/new" + (f"?site={reader.only}" if reader.only else ""),
    )


def week_href(day: date, only: str = "") -> str:
    """Give the address of the week of a day, for one site or for all."""
    return f"{PATH}?week={day.isoformat()}" + (f"&site={only}" if only else "")


def day_words(day: date) -> str:
    """Give a day with its weekday: "Monday 23 November 2026"."""
    return f"{WEEK[day.weekday()]} {day_in_words(day)}"


def shift_line(found: Roster, shift: Shift, reader: Reader) -> ShiftLine:
    """Give the line of a shift."""
    standing, reasons = standing_of(found.facts, shift)
    stands, coming = standing is Standing.STANDS, shift.day >= reader.today
    fell = standing in {Standing.AWAY, Standing.CANNOT_STAND}
    return ShiftLine(
        who=reader.names.get(shift.worker_id, "A closed account"),
        site=found.facts.sites[shift.site_id].name,
        day=day_words(shift.day),
        times=period_words(shift.period),
        department=shift.department or "Whole site",
        tag=Tag(text=standing.label, colour=_COLOURS[standing]),
        why=tuple(reason.text for reason in reasons),
        covers="Covers for a colleague" if shift.covers_id is not None else "",
        wards=_wards(found, shift) if fell and coming else "",
        stands=stands,
        href=f"{SHIFTS}/{shift.id}" if reader.may_change and coming else "",
        cover_href=f"{SHIFTS}/{shift.id}/cover" if reader.may_change and coming and fell else "",
    )


def _wards(found: Roster, shift: Shift) -> str:
    there = standing_shifts(found.facts, found.at(found.facts.sites[shift.site_id]))
    left = wards_left(found.facts.sites[shift.site_id], [shift], there)
    return f"Without cover: {', '.join(ward or 'the whole site' for ward in left)}" if left else ""


def _choices(every: Iterable[Site], first: date, only: str) -> tuple[Option, ...]:
    found: list[Option] = [{"text": "All sites", "href": week_href(first), "current": not only}]
    found += [
        {"text": site.name, "href": week_href(first, site.reference), "current": only == site.reference}
        for site in every
    ]
    return tuple(found) if len(found) > 2 else ()


def _gaps(found: Roster, reader: Reader, fallen: Sequence[Shift]) -> Iterator[GapLine]:
    gaps = [(each.day, site, each) for site in found.sites for each in found.coverage(site) if each.day >= reader.today]
    for day, site, each in sorted(gaps, key=lambda gap: (gap[0], gap[1].name, gap[1].reference)):
        if not each.is_covered:
            yield GapLine(
                site=site.name,
                day=day_words(day),
                times=gap_words(each.uncovered),
                find_href=_find_href(site, each, fallen) if reader.may_change else "",
                add_href=add_href(site, day, each.uncovered[0]) if reader.may_change else "",
            )


def _find_href(site: Site, cover: DayCover, fallen: Sequence[Shift]) -> str:
    """Where a shift fell there, whoever comes covers it, and whoever was asked stands on its page."""
    gap = cover.uncovered[0]
    fell = next((each for each in fallen if each.site_id == site.id and each.period.holds(gap)), None)
    return f"{SHIFTS}/{fell.id}/cover" if fell is not None else f"{gap_path(site)}?day={cover.day.isoformat()}"


def gap_words(uncovered: Iterable[Period]) -> str:
    """Say which hours nobody has: "09:00 to 12:00 and 13:00 to 17:00"."""
    return " and ".join(period_words(each) for each in uncovered)


def gap_path(site: Site) -> str:
    """Give the address of who could come to a site when nobody is on the rota."""
    return f"{path_of(site)}/gap"


def add_href(site: Site, day: date, period: Period | None) -> str:
    """Give the address of a new shift at a site, filled with a day and a time of it."""
    href = f"{SHIFTS}/new?site={site.reference}&day={day.isoformat()}"
    if period is None:
        return href
    return f"{href}&starts={clock_words(period.starts_at)}&ends={clock_words(period.ends_at)}"


def _site_week(found: Roster, site: Site, lines: Mapping[UUID, ShiftLine], reader: Reader) -> SiteWeek:
    shifts = found.at(site)
    return SiteWeek(
        name=site.name,
        href=path_of(site),
        rooms_href=f"{path_of(site)}/rooms",
        expected=weekly_words(site.expected),
        days=tuple(
            _day_line(site, each, [lines[s.id] for s in shifts if s.day == each.day], reader)
            for each in found.coverage(site)[: len(WEEK)]
            if each.expected is not None or any(s.day == each.day for s in shifts)
        ),
    )


def _day_line(site: Site, cover: DayCover, lines: list[ShiftLine], reader: Reader) -> DayLine:
    coming = cover.day >= reader.today
    return DayLine(
        day=day_words(cover.day),
        is_today=cover.day == reader.today,
        note="Bank holiday" if cover.is_holiday else "",
        shifts=tuple(lines),
        gap=f"Nobody {gap_words(cover.uncovered)}" if cover.uncovered and coming else "",
        add_href=add_href(site, cover.day, cover.expected) if reader.may_change and coming else "",
    )


def _empty(found: Roster, reader: Reader) -> str:
    if found.sites:
        return ""
    if reader.may_change:
        return "No site yet. Add one; then its shifts stand here, week by week."
    return "You are not placed at a site. Your coordinator places you; then your shifts stand here."
