"""The page of one room: who has it in the coming fortnight, and the form that books it; a series before it is saved."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

import msgspec

from colocations.rota.bookings.forms import FIELDS
from colocations.rota.bookings.model import Booking, Purpose
from colocations.rota.pages import day_words
from colocations.rota.rooms.model import Room, RoomKind, hours_of, is_open
from colocations.rota.rooms.pages import out_words, rooms_path
from colocations.rota.series.model import Slot
from colocations.rota.series.pages import Preview, preview
from colocations.sites.forms import Typed
from colocations.sites.hours.model import period_words, weekly_words
from colocations.sites.model import Site
from colocations.sites.pages import Option, day_items, radios
from lvws_core.forms import FieldError
from lvws_core.ids import UserId

NEWS: Final = {
    "booked": "The room is yours for that time. The sheet on the door says only that it is taken.",
    "series": "The room is yours on every date that was free.",
    "given_back": "The room is free again for that time. Whoever waits for one is told.",
}


class BookingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A booking in the list; `give_back` is "" for somebody else's."""

    day: str
    times: str
    who: str
    purpose: str
    fault: str
    give_back: str


class RoomPage(msgspec.Struct, frozen=True, kw_only=True):
    """One room with its bookings and the form of another."""

    template: ClassVar[str] = "rota/room.html"
    title: ClassVar[str] = "Book a room or a desk"

    caption: str
    news: str
    back: str
    action: str
    facts: tuple[str, ...]
    lines: tuple[BookingLine, ...]
    purposes: tuple[Option, ...]
    people: str
    on: tuple[Option, ...]
    starts: str
    ends: str
    weeks: str
    errors: tuple[FieldError, ...] = ()


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who looks at a room: their id, the names of who has booked, and whether they may give back anybody's."""

    id: UserId
    names: Mapping[UserId, str] = {}
    may_change: bool = False


def room_page(
    site: Site,
    room: Room,
    bookings: Sequence[Booking],
    reader: Reader,
    typed: Typed,
    *,
    errors: tuple[FieldError, ...] = (),
    done: str = "",
) -> RoomPage:
    """Give the page with what was typed; `bookings` are those from today on."""
    base = f"{rooms_path(site)}/{room.id}"
    fits = f"{room.capacity} at most"
    facts = (f"{room.kind.label}, {fits}", weekly_words(hours_of(room, site)), out_words(room))
    return RoomPage(
        caption=f"{room.name}, {site.name}",
        news=NEWS.get(done, ""),
        back=rooms_path(site),
        action=base,
        facts=tuple(each for each in facts if each),
        lines=tuple(_line(site, room, each, reader, base) for each in bookings),
        purposes=radios(_purposes(room), typed.value("purpose")),
        people=typed.value("people"),
        on=day_items("on", typed.day("on")),
        starts=typed.value("starts"),
        ends=typed.value("ends"),
        weeks=typed.value("weeks"),
        errors=errors,
    )


def _purposes(room: Room) -> tuple[Purpose, ...]:
    # What was refused before stays in the list, so that its fault stands at something; it is never preselected.
    if room.kind is RoomKind.DESK:
        return Purpose.DESK, Purpose.MEETING, Purpose.CONFIDENTIAL
    return tuple(Purpose)


def _line(site: Site, room: Room, booking: Booking, reader: Reader, base: str) -> BookingLine:
    stands = not room.is_out(booking.day) and is_open(room, site, booking.period)
    mine = booking.worker_id == reader.id
    return BookingLine(
        day=day_words(booking.day),
        times=period_words(booking.period),
        who="You" if mine else reader.names.get(booking.worker_id, "A closed account"),
        purpose=booking.purpose.label,
        fault="" if stands else "The room is out of use or closed then: choose another",
        give_back=f"{base}/bookings/{booking.id}/give-back" if mine or reader.may_change else "",
    )


def first_typed(room: Room) -> Typed:
    """Give the form with what is usual for a room: two people in a private one, one at a desk."""
    purpose, people = ("confidential", "2") if room.is_private else ("desk", "1")
    return Typed(values={"purpose": purpose, "people": "1" if room.capacity == 1 else people})


class RoomSeriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """A series of bookings before it is saved."""

    template: ClassVar[str] = "rota/room_series.html"
    title: ClassVar[str] = "The room week by week"

    caption: str
    back: str
    action: str
    preview: Preview


def room_series_page(site: Site, room: Room, slots: Sequence[Slot], typed: Typed, *, again: bool) -> RoomSeriesPage:
    """Give every date of a series; `again` says that it changed after it was shown."""
    base = f"{rooms_path(site)}/{room.id}"
    return RoomSeriesPage(
        caption=f"{room.name}, {site.name}",
        back=base,
        action=base,
        preview=preview(slots, typed, FIELDS, has_changed=again),
    )
