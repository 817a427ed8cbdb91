"""An invented rota: three sites with a fortnight of shifts, rooms with bookings, a leave with cover asked, one gap."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from colocations.placements import service as placements
from colocations.placements.forms import Placed, Recorded
from colocations.placements.model import EVERYWHERE, NEEDED
from colocations.rota.bookings import service as bookings
from colocations.rota.bookings.forms import Asked as AskedRoom
from colocations.rota.bookings.model import Purpose
from colocations.rota.cover import service as cover
from colocations.rota.leave import service as leave
from colocations.rota.leave.model import Leave
from colocations.rota.rooms import service as rooms
from colocations.rota.rooms.forms import Described
from colocations.rota.rooms.model import Room, RoomKind
from colocations.rota.series.model import free
from colocations.rota.service import roster
from colocations.rota.shifts import service as shifts
from colocations.rota.shifts.forms import Asked
from colocations.sites.entry import service as entry
from colocations.sites.hours.forms import Said
from colocations.sites.hours.model import Weekly, Window
from colocations.sites.model import Site
from colocations.sites.service import open_site
from lvws_core.actors import Actor
from lvws_core.desk import Desk
from lvws_core.times import england_and_wales

DeskOf = Callable[[Actor, datetime], Desk[Session]]
_DAY = (time(9), time(17))
_WARD_DAYS = (0, 1, 2, 3, 4), (0, 2, 4), (1, 3)
"""On which weekdays somebody is expected at each of the three sites."""

_ROOMS = (
    ("Room 3, ground floor", "Room 3", RoomKind.PRIVATE, 3),
    ("Room 11, by the stairs", "Room 11", RoomKind.PRIVATE, 2),
    ("Hot desks, second floor", "Desks", RoomKind.DESK, 4),
)


def make_rota(
    desk_of: DeskOf, coordinator: Actor, workers: Sequence[Actor], live: Sequence[Site], now: datetime
) -> None:
    """Give the sites hours, rooms and workers, and the fortnight its shifts; the third worker is away, with one gap."""
    desk = desk_of(coordinator, now - timedelta(hours=3))
    there = tuple(_with_hours(desk, site, days) for site, days in zip(live, _WARD_DAYS, strict=True))
    for worker in workers[1:]:
        for site in there:
            _clear(desk, worker, site)
    found = [_room(desk, there[0], each) for each in _ROOMS]
    for site in there[1:]:
        _room(desk, site, _ROOMS[0])
    working = _working_days(desk.today, 10)
    for number, day in enumerate(working):
        for place, site in enumerate(there):
            # The last of the second site's days is left open: that is the gap.
            is_gap = place == 1 and number >= len(working) - 3
            if day.weekday() in _WARD_DAYS[place] and not is_gap:
                _shift(desk, site, workers[place], day)
    _book(desk_of(workers[0], now - timedelta(hours=2)), there[0], found, working)
    _be_away(desk_of, coordinator, workers, there[2], now)


def _with_hours(desk: Desk[Session], site: Site, days: Sequence[int]) -> Site:
    opening = Weekly(
        windows=tuple(Window(day=day, opens=time(7), closes=time(21)) for day in range(7)), on_holidays=True
    )
    expected = Weekly(windows=tuple(Window(day=day, opens=_DAY[0], closes=_DAY[1]) for day in days))
    fallback = "Ask the nurse in charge for the relatives’ room."
    entry.set_hours(desk, site, Said(opening=opening, expected=expected, room_fallback=fallback), site.version)
    return open_site(desk, site.reference).site


def _clear(desk: Desk[Session], worker: Actor, site: Site) -> None:
    first = desk.today - timedelta(days=40)
    placements.place(desk, site, Placed(worker_id=worker.id, starts_on=first, ends_on=None))
    held = placements.worker(desk, worker.id).clearances
    for kind in sorted(NEEDED[site.kind], key=lambda each: each.value):
        site_id = None if kind in EVERYWHERE else site.id
        if any(each.kind is kind and each.site_id == site_id for each in held):
            continue
        recorded = Recorded(
            kind=kind,
            site_id=site_id,
            level=None,
            issued_on=first,
            expires_on=desk.today + timedelta(days=300),
            evidence="Seen by the coordinator",
        )
        placements.record_clearance(desk, worker.id, recorded)


def _room(desk: Desk[Session], site: Site, planned: tuple[str, str, RoomKind, int]) -> Room:
    name, door_title, kind, capacity = planned
    described = Described(
        name=name,
        door_title=door_title,
        kind=kind,
        capacity=capacity,
        hours=Weekly(),
        out_from=None,
        out_until=None,
        out_words="",
    )
    return rooms.add(desk, site, described)


def _working_days(first: date, count: int) -> list[date]:
    calendar = england_and_wales()
    days = (first + timedelta(days=n) for n in range(60))
    return [day for day in days if calendar.is_working_day(day)][:count]


def _shift(desk: Desk[Session], site: Site, worker: Actor, day: date) -> None:
    asked = Asked(site=site, worker_id=worker.id, department="", day=day, times=_DAY)
    shifts.add(desk, asked, free(shifts.against_each(desk, asked)))


def _book(desk: Desk[Session], site: Site, found: Sequence[Room], working: Sequence[date]) -> None:
    for number, day in enumerate(working[1:5]):
        wanted = (
            (found[number % 2], Purpose.CONFIDENTIAL, 2, (time(10), time(11))),
            (found[0], Purpose.CONFIDENTIAL, 2, (time(14), time(14, 45))),
            (found[2], Purpose.DESK, 1, _DAY),
        )
        for room, purpose, people, times in wanted:
            asked = AskedRoom(purpose=purpose, people=people, day=day, times=times)
            bookings.book(desk, room, asked, free(bookings.against_each(desk, site, room, asked)))


def _be_away(desk_of: DeskOf, coordinator: Actor, workers: Sequence[Actor], site: Site, now: datetime) -> None:
    """Let the third worker be away for the first of her shifts after today, and ask whoever can to cover it."""
    desk, away = desk_of(coordinator, now - timedelta(hours=1)), workers[2]
    wanted = next(day for day in _working_days(desk.today + timedelta(days=1), 10) if day.weekday() in _WARD_DAYS[2])
    leave.record(desk, Leave(worker_id=away.id, first=wanted, last=wanted))
    found = next(
        each for each in roster(desk, wanted, wanted).shifts if each.worker_id == away.id and each.site_id == site.id
    )
    people = [worker.id for worker in workers]
    sought = cover.sought(desk, *shifts.open_shift(desk, found.id), people)
    able = next(each.worker_id for each in sought.candidates if not each.reasons)
    cover.ask(desk, sought, able)
