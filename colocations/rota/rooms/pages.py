"""The rooms of a site, the form of one, and the sheet for its door."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Final

import msgspec

from colocations.rota.bookings.model import Booking
from colocations.rota.pages import day_words
from colocations.rota.rooms.forms import HOURS
from colocations.rota.rooms.model import Room, RoomKind, hours_of
from colocations.sites.forms import Typed
from colocations.sites.hours.model import period_words, weekly_words
from colocations.sites.hours.pages import DayRow, day_rows
from colocations.sites.model import Site
from colocations.sites.pages import Option, Tag, When, day_items, path_of, radios
from lvws_core.forms import FieldError
from lvws_core.times import day_in_words

_NEWS: Final = {
    "added": "The room is added. It can be booked now.",
    "changed": "The room is changed. Bookings that it cannot hold any more are marked on its page.",
}


class RoomLine(msgspec.Struct, frozen=True, kw_only=True):
    """A room in the list."""

    href: str
    name: str
    kind: str
    capacity: str
    hours: str
    tag: Tag
    today: str
    door_href: str
    change_href: str


class RoomsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The rooms and desks of a site."""

    template: ClassVar[str] = "rota/rooms.html"
    title: ClassVar[str] = "Rooms and desks"

    caption: str
    back: str
    news: str
    add_href: str
    lines: tuple[RoomLine, ...]
    fallback: str


def rooms_path(site: Site) -> str:
    """Give the address of the rooms of a site."""
    return f"{path_of(site)}/rooms"


def rooms_page(
    site: Site, rooms: Sequence[Room], bookings: Sequence[Booking], when: When, *, may_change: bool, done: str = ""
) -> RoomsPage:
    """Give the page; `bookings` are those of the day."""
    return RoomsPage(
        caption=site.name,
        back=path_of(site),
        news=_NEWS.get(done, ""),
        add_href=f"{rooms_path(site)}/new" if may_change else "",
        lines=tuple(_line(site, room, bookings, when, may_change=may_change) for room in rooms),
        fallback=site.room_fallback,
    )


def _line(site: Site, room: Room, bookings: Sequence[Booking], when: When, *, may_change: bool) -> RoomLine:
    href = f"{rooms_path(site)}/{room.id}"
    mine = [each for each in bookings if each.room_id == room.id]
    return RoomLine(
        href=href,
        name=room.name,
        kind=room.kind.label,
        capacity=f"{room.capacity} desk{'s' * (room.capacity != 1)}"
        if room.kind is RoomKind.DESK
        else f"{room.capacity} {'people' if room.capacity != 1 else 'person'}",
        hours=weekly_words(hours_of(room, site)) or "No hours recorded: any time",
        tag=_tag(room, mine, when),
        today="; ".join(dict.fromkeys(period_words(each.period) for each in mine)) or "Nothing booked",
        door_href=f"{href}/door",
        change_href=f"{href}/change" if may_change else "",
    )


def _tag(room: Room, bookings: Iterable[Booking], when: When) -> Tag:
    if room.is_out(when.today):
        return Tag(text="Out of use", colour="grey")
    people = sum(e.people for e in bookings if e.period.starts_at <= when.now < e.period.ends_at)
    if people and (room.is_private or people >= room.capacity):
        return Tag(text="Taken now", colour="orange")
    return Tag(text="Partly taken", colour="yellow") if people else Tag(text="Not booked now", colour="green")


class RoomFormPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a room."""

    template: ClassVar[str] = "rota/room_form.html"

    title: str
    caption: str
    back: str
    action: str
    button: str
    version: str
    name: str
    door_title: str
    capacity: str
    kinds: tuple[Option, ...]
    days: tuple[DayRow, ...]
    on_holidays: bool
    out_from: tuple[Option, ...]
    out_until: tuple[Option, ...]
    out_words: str
    errors: tuple[FieldError, ...] = ()


def room_form_page(
    site: Site, typed: Typed, errors: tuple[FieldError, ...] = (), room: Room | None = None
) -> RoomFormPage:
    """Give the form with what was typed; without a room it adds one."""
    base = rooms_path(site)
    return RoomFormPage(
        title="Change a room" if room is not None else "Add a room or desks",
        caption=site.name,
        back=base,
        action=f"{base}/{room.id}/change" if room is not None else f"{base}/new",
        button="Save the room" if room is not None else "Add the room",
        version=typed.value("version"),
        name=typed.value("name"),
        door_title=typed.value("door_title"),
        capacity=typed.value("capacity"),
        kinds=radios(RoomKind, typed.value("kind")),
        days=day_rows(typed, HOURS, ("open from", "open until"), errors),
        on_holidays=typed.value("on_holidays") == "yes",
        out_from=day_items("out_from", typed.day("out_from")),
        out_until=day_items("out_until", typed.day("out_until")),
        out_words=typed.value("out_words"),
        errors=errors,
    )


class DoorPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sheet for a door: the neutral title and the times that are taken; no name, no service, no purpose."""

    template: ClassVar[str] = "rota/door.html"
    title: ClassVar[str] = "Door sheet"

    door_title: str
    day: str
    times: tuple[str, ...]
    back: str
    later_href: str


def door_page(site: Site, room: Room, bookings: Iterable[Booking], day: date, following: date) -> DoorPage:
    """Give the sheet of a day; times that touch or overlap stay apart as they were booked."""
    times = sorted({each.period for each in bookings})
    base = rooms_path(site)
    return DoorPage(
        door_title=room.door_title,
        day=day_words(day),
        times=tuple(period_words(each) for each in times),
        back=base,
        later_href=f"{base}/{room.id}/door?day={following.isoformat()}",
    )


def out_words(room: Room) -> str:
    """Say when a room is out of use, "" where it is not."""
    if room.out_from is None:
        return ""
    until = f" until {day_in_words(room.out_until)}" if room.out_until is not None else ""
    why = f": {room.out_words}" if room.out_words else ""
    return f"Out of use from {day_in_words(room.out_from)}{until}{why}"
