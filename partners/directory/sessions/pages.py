"""The words of sessions, and the page of one: where it is, how one stands to it, who has booked."""

from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.ports import Names
from lvws_core.reasons import Reason
from lvws_core.times import in_words, local
from partners.directory.pages import Line
from partners.directory.sessions.model import (
    Booking,
    Meeting,
    Standing,
    against_change,
    against_recording,
    in_order,
    places_left,
    standing_of,
)

PATH = "/directory/sessions"
_NEWS = {
    "added": "The session is in the list now. Staff of every organisation can book until it begins.",
    "changed": "The session is changed. Whoever has booked sees it here.",
    "called_off": "The session is called off. It stays in the list so that nobody comes for nothing.",
    "recorded": "Thank you. Who came is recorded; you can put it right later.",
    "booked": "Booked. Whoever holds the session sees your name; you can give it up until it begins.",
    "given_up": "Your booking is given up. Whoever waits first has the place.",
}


class Guest(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a booking, as the holder reads it."""

    name: str
    organisation: str
    state: str


class SessionPage(msgspec.Struct, frozen=True, kw_only=True):
    """One session: where it is, how one stands to it, and for its holder who has booked."""

    template: ClassVar[str] = "directory/session.html"

    title: str
    heading: str
    base: str
    facts: tuple[Line, ...]
    link: str
    news: str
    refused: tuple[str, ...]
    clash: tuple[str, ...]
    standing: str
    act: str
    act_text: str
    waits: bool
    holds: bool
    can_change: bool
    can_record: bool
    guests: tuple[Guest, ...]
    is_over: bool = False
    status_code: int = 200


def when_words(meeting: Meeting, now: datetime) -> str:
    """Say when a session is: "Tuesday 24 November, 17:00 to 18:30"."""
    words = in_words(meeting.starts_at, now)
    return f"{words[:1].upper()}{words[1:]} to {local(meeting.ends_at):%H:%M}"


def where_words(meeting: Meeting) -> str:
    """Say where a session is, in the few words of a list."""
    if not meeting.place:
        return "Online"
    return f"{meeting.place}, and online" if meeting.link else meeting.place


def room_words(meeting: Meeting, booked: int, now: datetime) -> str:
    """Say how much room there is; after the session, how many came."""
    if meeting.called_off_at is not None:
        return "Called off"
    if meeting.ends_at <= now:
        return "Who came is recorded" if meeting.recorded_at is not None else "Over"
    if left := places_left(meeting, booked):
        return f"{left} place{'s' if left > 1 else ''} left"
    waits = booked - meeting.places
    return f"Full, {waits} waiting" if waits else "Full"


def session_page(
    meeting: Meeting,
    bookings: tuple[Booking, ...],
    *,
    actor: Actor,
    names: Names,
    now: datetime,
    done: str = "",
    clash: tuple[Reason, ...] = (),
    refused: tuple[Reason, ...] = (),
) -> SessionPage:
    """Give one session as the actor sees it; `refused` says why nothing was booked just now."""
    standing = standing_of(meeting, bookings, actor.id)
    holds = meeting.organisation_id == actor.organisation_id and may(actor, Permission.SESSION_HOLD).allowed
    closed = against_change(meeting, now)
    is_open = not closed and may(actor, Permission.SESSION_BOOK).allowed
    full = places_left(meeting, len(bookings)) == 0
    act, text = _act(standing, full=full, clashes=bool(clash)) if is_open else ("", "")
    return SessionPage(
        title=f"Session {meeting.reference}",
        heading=meeting.title,
        base=f"{PATH}/{meeting.reference}",
        facts=tuple(_facts(meeting, bookings, names, now)),
        link=meeting.link if holds or standing is Standing.PLACE else "",
        news=_NEWS.get(done, ""),
        refused=tuple(reason.text for reason in refused),
        clash=tuple(reason.text for reason in clash) if act == "book" else (),
        standing=_standing_words(standing, meeting, bookings, actor, closed=tuple(r.text for r in closed), now=now),
        act=act,
        act_text=text,
        waits=full,
        holds=holds,
        can_change=holds and not closed,
        can_record=holds and not against_recording(meeting, now),
        guests=_guests(meeting, bookings, names) if holds else (),
        is_over=meeting.ends_at <= now,
        status_code=409 if refused else 200,
    )


def _act(standing: Standing, *, full: bool, clashes: bool) -> tuple[str, str]:
    if standing is not Standing.NONE:
        return "give-up", "Give up my place" if standing is Standing.PLACE else "Leave the waiting list"
    words = "Join the waiting list" if full else "Book a place"
    return "book", f"{words} all the same" if clashes else words


def _standing_words(
    standing: Standing,
    meeting: Meeting,
    bookings: tuple[Booking, ...],
    actor: Actor,
    *,
    closed: tuple[str, ...],
    now: datetime,
) -> str:
    if standing is Standing.PLACE:
        begun = " You can give it up until it begins." if not meeting.has_begun(now) and not closed else ""
        return " ".join(closed) if meeting.called_off_at is not None else f"You have a place.{begun}"
    if closed:
        return " ".join(closed)
    if standing is Standing.WAITING:
        order = [booking.user_id for booking in in_order(bookings)][meeting.places :]
        number = order.index(actor.id) + 1
        return f"You are number {number} on the waiting list. A place that is given up goes to the first."
    return f"{room_words(meeting, len(bookings), now)}. You have not booked."


def _facts(meeting: Meeting, bookings: tuple[Booking, ...], names: Names, now: datetime) -> list[Line]:
    came = sum(booking.came is True for booking in bookings)
    found = (
        ("Kind", meeting.kind.label),
        ("When", when_words(meeting, now)),
        ("Where", meeting.place),
        ("Online", "" if not meeting.link else "Yes. The link is shown here to whoever has a place."),
        ("Held by", names.organisation(meeting.organisation_id)),
        ("Places", f"{meeting.places}: {room_words(meeting, len(bookings), now).lower()}"),
        ("About", meeting.about),
        ("Who came", _came_words(came, meeting.others) if meeting.recorded_at is not None else ""),
    )
    return [Line(label=label, text=text) for label, text in found if text]


def _came_words(came: int, others: int | None) -> str:
    return f"{came} who had booked, and {others or 0} other{'' if others == 1 else 's'}"


def _guests(meeting: Meeting, bookings: tuple[Booking, ...], names: Names) -> tuple[Guest, ...]:
    people = names.colleagues(frozenset(booking.user_id for booking in bookings))
    return tuple(
        Guest(
            name=people.get(booking.user_id, "A closed account"),
            organisation=names.organisation(booking.organisation_id),
            state=_guest_words(booking, has_place=place < meeting.places),
        )
        for place, booking in enumerate(in_order(bookings))
    )


def _guest_words(booking: Booking, *, has_place: bool) -> str:
    if booking.came is not None:
        return "Came" if booking.came else "Did not come"
    return "Has a place" if has_place else "Is waiting"
