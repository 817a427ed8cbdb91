"""The addresses that book a room, give it back, and give a confidential space now."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.rota.bookings import service, store
from colocations.rota.bookings.forms import Asked, parse_booking, refusals
from colocations.rota.bookings.pages import Reader, RoomPage, RoomSeriesPage, first_typed, room_page, room_series_page
from colocations.rota.rooms import store as rooms
from colocations.rota.rooms.model import Room
from colocations.rota.rooms.pages import rooms_path
from colocations.rota.series.model import as_shown, free
from colocations.rota.service import Desk, keeps_rota
from colocations.rota.waiting import service as waiting
from colocations.sites.forms import Typed, parts_of
from colocations.sites.model import Site
from colocations.sites.service import open_site
from lvws_core.actors import Permission
from lvws_core.forms import FieldError, Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names

_READ: Final = {"permission": Permission.SITE_READ}
_OWN: Final = {"permission": Permission.SITE_OWN}
_ROOMS: Final = "/co-locations/{reference:str}/rooms"
_ROOM: Final = _ROOMS + "/{room:uuid}"
_AHEAD: Final = timedelta(days=28)
Form = URLEncodedBody[dict[str, Many]]


@get(_ROOM, opt={**_READ, "reading": True}, sync_to_thread=True)
def show_room(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    room: FromPath[UUID],
    done: FromQuery[str] = "",
) -> RoomPage:
    """Show who has a room in the coming weeks, and the form that books it."""
    site, found = _room(desk, reference, room)
    first = first_typed(found)
    typed = Typed(values={**first.values, **parts_of("on", desk.today)})
    return _page(desk, names, (site, found), typed, done=done)


@post(_ROOM, opt=_READ, sync_to_thread=True)
def book(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    room: FromPath[UUID],
    data: Form,
) -> RoomPage | RoomSeriesPage | Redirect:
    """Book a room, or show the form again with what is against it; a series is shown first, with every conflict."""
    site, found = _room(desk, reference, room)
    typed = Typed(values=data)
    read = parse_booking(typed, desk.today)
    if not isinstance(read, Asked):
        return _page(desk, names, (site, found), typed, errors=read)
    slots = service.against_each(desk, site, found, read)
    if read.weeks == 1:
        if slots[0].reasons:
            return _page(desk, names, (site, found), typed, errors=refusals(slots[0].reasons))
        service.book(desk, found, read, free(slots))
        return Redirect(f"{rooms_path(site)}/{room}?done=booked", status_code=303)
    confirmed = typed.value("confirm")
    periods = free(slots, holidays=confirmed != "working")
    if not confirmed or not periods or typed.value("shown") != as_shown(slots):
        return room_series_page(site, found, slots, typed, again=bool(confirmed))
    service.book(desk, found, read, periods)
    return Redirect(f"{rooms_path(site)}/{room}?done=series", status_code=303)


@post(_ROOM + "/bookings/{booking:uuid}/give-back", opt=_READ, sync_to_thread=True)
def give_back(
    desk: NamedDependency[Desk],
    reference: FromPath[str],
    room: FromPath[UUID],
    booking: FromPath[UUID],
    data: Form,
) -> Redirect:
    """Give a booking back; whoever pressed on My site goes back there."""
    site, found = _room(desk, reference, room)
    service.give_back(desk, found, booking)
    waiting.tell_waiting(desk, site)
    back = "/my-site" if Typed(values=data).value("from") == "my-site" else f"{rooms_path(site)}/{room}"
    return Redirect(f"{back}?done=given_back", status_code=303)


@post(_ROOMS + "/now", opt=_OWN, sync_to_thread=True)
def book_now(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Book the private room that is free for longest, in one press."""
    booking = service.book_now(desk, open_site(desk, parse_reference(reference)).site)
    return Redirect(f"/my-site?done={'space' if booking is not None else 'space_gone'}", status_code=303)


@post(_ROOMS + "/wait", opt=_OWN, sync_to_thread=True)
def wait(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Wait for a confidential space, and be told when one is free."""
    waiting.wait(desk, open_site(desk, parse_reference(reference)).site)
    return Redirect("/my-site?done=waiting", status_code=303)


@post(_ROOMS + "/wait/end", opt=_OWN, sync_to_thread=True)
def stop_waiting(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Wait no more."""
    waiting.stop(desk, open_site(desk, parse_reference(reference)).site)
    return Redirect("/my-site?done=not_waiting", status_code=303)


def _room(desk: Desk, reference: str, room_id: UUID) -> tuple[Site, Room]:
    site = open_site(desk, parse_reference(reference)).site
    return site, rooms.get(desk.session, site.id, room_id)


def _page(
    desk: Desk,
    names: Names,
    where: tuple[Site, Room],
    typed: Typed,
    *,
    errors: tuple[FieldError, ...] = (),
    done: str = "",
) -> RoomPage:
    site, room = where
    taken = store.between(desk.session, desk.today, desk.today + _AHEAD, room_id=room.id)
    reader = Reader(
        id=desk.actor.id,
        names=names.colleagues(frozenset(each.worker_id for each in taken)),
        may_change=keeps_rota(desk),
    )
    return room_page(site, room, taken, reader, typed, errors=errors, done=done)


HANDLERS = (show_room, book, give_back, book_now, wait, stop_waiting)
"""Every address of this slice."""
