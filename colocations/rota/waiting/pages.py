"""The part "Confidential space now" of the own site: what is free, or where to talk and how to wait."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from colocations.rota.bookings.model import Booking, Purpose, now_period
from colocations.rota.rooms.pages import rooms_path
from colocations.rota.waiting.model import Now, place_of
from colocations.sites.hours.model import clock_words, period_words
from colocations.sites.model import Site

NEWS: Final[Mapping[str, str]] = {
    "space": "The room is yours; until when stands below. The sheet on the door says only that it is taken.",
    "space_gone": "Somebody took the last room at this moment. Below stands what you can do instead.",
    "waiting": "You are on the list. You are told here and in your notices when a room is free.",
    "not_waiting": "You are off the list.",
    "given_back": "The room is free again. Whoever waits for one is told.",
}


class HeldRoom(msgspec.Struct, frozen=True, kw_only=True):
    """A room or desk that the reader has today."""

    words: str
    give_back: str


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """What stands under "Confidential space now" at one site; `book` is "" where nothing is free."""

    free: str
    book: str
    book_words: str
    held: tuple[HeldRoom, ...]
    fallback: str
    waiting: str
    wait: str
    stop: str
    rooms_href: str


def space_of(site: Site, now: Now) -> Space:
    """Give the part of a site."""
    base = rooms_path(site)
    free = [each for each in now.free if each.room.site_id == site.id]
    mine = [each for each in now.mine if each.site_id == site.id]
    waits = [each for each in now.waits if each.site_id == site.id]
    place, has_one = place_of(waits, now.me), any(_runs(each, now.at) for each in mine)
    offered = free[0] if free and not has_one else None
    nothing = not free and not has_one
    return Space(
        free=f"Private room free now: {offered.room.name} until {clock_words(offered.until)}" if offered else "",
        book=f"{base}/now" if offered else "",
        book_words=f"Book {offered.room.name} until {clock_words(now_period(offered, now.at).ends_at)}"
        if offered
        else "",
        held=tuple(_held(each, now, base) for each in mine),
        fallback=_fallback(site) if nothing else "",
        waiting=f"You are number {place} on the list for a private room." if place is not None else "",
        wait=f"{base}/wait" if nothing and place is None else "",
        stop=f"{base}/wait/end" if place is not None else "",
        rooms_href=base,
    )


def _runs(booking: Booking, at: datetime) -> bool:
    return booking.purpose is Purpose.CONFIDENTIAL and booking.period.starts_at <= at < booking.period.ends_at


def _held(booking: Booking, now: Now, base: str) -> HeldRoom:
    room = now.rooms.get(str(booking.room_id))
    return HeldRoom(
        words=f"{room.name if room is not None else 'A room'}, {period_words(booking.period)}",
        give_back=f"{base}/{booking.room_id}/bookings/{booking.id}/give-back",
    )


def _fallback(site: Site) -> str:
    where = f" {site.room_fallback}" if site.room_fallback else " Ask the ward where two people can talk unheard."
    return f"No private room is free now.{where}"
