"""Invented sessions: a surgery, an awareness session that is full, an area meeting, and one that is over."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta

import msgspec
from sqlmodel import Session

from lvws_core.actors import Actor, Role
from lvws_core.desk import Desk
from partners.directory.sessions import service
from partners.directory.sessions.forms import Came, NewMeeting
from partners.directory.sessions.model import SessionKind

DeskOf = Callable[[Actor, datetime], Desk[Session]]


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A session of the demonstration: so many days from now, for `hours` from `opens` (UTC) on."""

    kind: SessionKind
    title: str
    days: int
    opens: time = time(10)
    hours: int = 1
    place: str = ""
    link: str = ""
    places: int
    booked: int


_PLANNED = (
    Planned(
        kind=SessionKind.SURGERY,
        title="Housing advice surgery",
        days=2,
        link="https://meet.example.org/housing",
        places=8,
        booked=3,
    ),
    Planned(
        kind=SessionKind.AWARENESS,
        title="Working with Deaf and disabled people",
        days=6,
        opens=time(13),
        hours=2,
        place="Stratford Library, room 2",
        places=4,
        booked=6,
    ),
    Planned(
        kind=SessionKind.MEETING,
        title="South London partners",
        days=12,
        hours=2,
        place="Croydon Town Hall",
        link="https://meet.example.org/south",
        places=30,
        booked=5,
    ),
    Planned(
        kind=SessionKind.SURGERY,
        title="Immigration advice surgery",
        days=-9,
        link="https://meet.example.org/advice",
        places=8,
        booked=4,
    ),
)


def hold_sessions(desk_of: DeskOf, staff: Iterable[Actor], now: datetime) -> None:
    """Hold the planned sessions through the real use cases; staff of every organisation book."""
    every = tuple(staff)
    holders = [actor for actor in every if actor.has(Role.PARTNER_MANAGER)]
    bookers = [actor for actor in every if actor.has(Role.PARTNER_WORKER, Role.LEAD_CASEWORKER, Role.IDVA)]
    for number, planned in enumerate(_PLANNED):
        before = now - timedelta(days=20)
        meeting = service.hold(desk_of(holders[number % len(holders)], before), _new(planned, now))
        for actor in bookers[number : number + planned.booked]:
            service.book(desk_of(actor, before), meeting.reference, may_wait=True, clash_known=True)
        if meeting.ends_at < now:
            came = Came(users=frozenset(actor.id for actor in bookers[number : number + 3]), others=2)
            service.record_came(desk_of(holders[number % len(holders)], now), meeting, came)


def _new(planned: Planned, now: datetime) -> NewMeeting:
    starts_at = datetime.combine(now.date() + timedelta(days=planned.days), planned.opens, UTC)
    return NewMeeting(
        kind=planned.kind,
        title=planned.title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=planned.hours),
        place=planned.place,
        link=planned.link,
        places=planned.places,
        about="",
    )
