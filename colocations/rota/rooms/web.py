"""The addresses of the rooms of a site, and of the sheet for a door."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.rota.bookings import store as bookings
from colocations.rota.rooms import service, store
from colocations.rota.rooms.forms import Described, parse_room, shown
from colocations.rota.rooms.pages import (
    DoorPage,
    RoomFormPage,
    RoomsPage,
    door_page,
    room_form_page,
    rooms_page,
    rooms_path,
)
from colocations.rota.service import Desk, keeps_rota
from colocations.sites.forms import Typed
from colocations.sites.model import Site
from colocations.sites.pages import When
from colocations.sites.service import open_site
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference

_READ: Final = {"permission": Permission.SITE_READ, "reading": True}
_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ALL: Final = "/co-locations/{reference:str}/rooms"
Form = URLEncodedBody[dict[str, Many]]


@get(_ALL, opt=_READ, sync_to_thread=True)
def show_rooms(desk: NamedDependency[Desk], reference: FromPath[str], done: FromQuery[str] = "") -> RoomsPage:
    """Show the rooms and desks of a site, and how they are taken today."""
    site = _site(desk, reference)
    rooms = store.of_sites(desk.session, (site.id,))
    taken = bookings.between(desk.session, desk.today, desk.today, site_ids=(site.id,))
    when = When(now=desk.now, calendar=desk.calendar)
    return rooms_page(site, rooms, taken, when, may_change=keeps_rota(desk), done=done)


@get(_ALL + "/new", opt=_WRITE, sync_to_thread=True)
def ask_for_room(desk: NamedDependency[Desk], reference: FromPath[str]) -> RoomFormPage:
    """Show the form of a new room."""
    return room_form_page(_site(desk, reference), Typed())


@post(_ALL + "/new", opt=_WRITE, sync_to_thread=True)
def add_room(desk: NamedDependency[Desk], reference: FromPath[str], data: Form) -> RoomFormPage | Redirect:
    """Add a room, or show the form again."""
    site, typed = _site(desk, reference), Typed(values=data)
    read = parse_room(typed)
    if not isinstance(read, Described):
        return room_form_page(site, typed, read)
    service.add(desk, site, read)
    return Redirect(f"{rooms_path(site)}?done=added", status_code=303)


@get(_ALL + "/{room:uuid}/change", opt=_WRITE, sync_to_thread=True)
def ask_for_change(desk: NamedDependency[Desk], reference: FromPath[str], room: FromPath[UUID]) -> RoomFormPage:
    """Show the form of a room as it is."""
    site = _site(desk, reference)
    found = store.get(desk.session, site.id, room)
    return room_form_page(site, shown(found), room=found)


@post(_ALL + "/{room:uuid}/change", opt=_WRITE, sync_to_thread=True)
def change_room(
    desk: NamedDependency[Desk], reference: FromPath[str], room: FromPath[UUID], data: Form
) -> RoomFormPage | Redirect:
    """Change a room, or show the form again."""
    site, typed = _site(desk, reference), Typed(values=data)
    found = store.get(desk.session, site.id, room)
    read = parse_room(typed)
    if not isinstance(read, Described):
        return room_form_page(site, typed, read, found)
    service.change(desk, found, read, typed.version)
    return Redirect(f"{rooms_path(site)}?done=changed", status_code=303)


@get(_ALL + "/{room:uuid}/door", opt=_READ, sync_to_thread=True)
def show_door(
    desk: NamedDependency[Desk], reference: FromPath[str], room: FromPath[UUID], day: FromQuery[str] = ""
) -> DoorPage:
    """Show the sheet for a door, to be printed: today's, or that of another day."""
    site = _site(desk, reference)
    found, wanted = store.get(desk.session, site.id, room), _day(day, desk.today)
    taken = bookings.between(desk.session, wanted, wanted, room_id=found.id)
    return door_page(site, found, taken, wanted, wanted + timedelta(days=1))


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs((day - today).days) <= 366 else today


def _site(desk: Desk, reference: str) -> Site:
    return open_site(desk, parse_reference(reference)).site


HANDLERS = (show_rooms, ask_for_room, add_room, ask_for_change, change_room, show_door)
"""Every address of this slice."""
