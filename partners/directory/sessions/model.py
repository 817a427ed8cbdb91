"""Sessions and the rules of booking: who has a place, who waits, what is closed, what clashes.

A booking has a number that only ever rises; the lowest numbers have the places and the others wait.
So whoever waits first moves up by itself when somebody gives a place up.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary.labelled import Labelled

MOST_PLACES = 500


class SessionKind(Labelled):
    """What people come together for. Source: issue "Two-way picture"; domain 8.7, finding 31."""

    SURGERY = "surgery", "Advice surgery"
    AWARENESS = "awareness", "Awareness session"
    MEETING = "meeting", "Area meeting"


class Meeting(msgspec.Struct, frozen=True, kw_only=True):
    """A session: instants are aware, it is at a `place`, behind a `link`, or both.

    `others` counts who came without an account, once it is recorded. The title is neutral: it names
    no person who is supported.

    Raises:
        Invalid: It ends before it starts, has no place to be, or no places.
    """

    id: UUID
    reference: Reference
    organisation_id: OrganisationId
    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    places: int
    about: str = ""
    others: int | None = None
    recorded_at: datetime | None = None
    called_off_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a session that cannot be."""
        if self.ends_at <= self.starts_at:
            raise Invalid("ends", "not_after_start")
        if not self.place and not self.link:
            raise Invalid("place", "required")
        if not 0 < self.places <= MOST_PLACES:
            raise Invalid("places", "out_of_range")

    def has_begun(self, now: datetime) -> bool:
        """Say whether it has begun; nothing is booked or given up from then on."""
        return self.starts_at <= now

    def overlaps(self, other: "Meeting") -> bool:
        """Say whether nobody could be at both; one that ends when the other begins is no clash."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """A booking that was not given up."""

    user_id: UserId
    organisation_id: OrganisationId
    number: int
    came: bool | None = None


class Standing(StrEnum):
    """How somebody stands to a session."""

    NONE = "none"
    PLACE = "place"
    WAITING = "waiting"


def in_order(bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Give bookings as they have a claim, the first first."""
    return tuple(sorted(bookings, key=lambda booking: booking.number))


def seated(meeting: Meeting, bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Give the bookings that have a place."""
    return in_order(bookings)[: meeting.places]


def waiting(meeting: Meeting, bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Give the bookings that wait, the next one first."""
    return in_order(bookings)[meeting.places :]


def places_left(meeting: Meeting, booked: int) -> int:
    """Give how many places are free when so many are booked, waiting ones included."""
    return max(0, meeting.places - booked)


def standing_of(meeting: Meeting, bookings: Iterable[Booking], user_id: UserId) -> Standing:
    """Say how somebody stands to a session."""
    for place, booking in enumerate(in_order(bookings)):
        if booking.user_id == user_id:
            return Standing.PLACE if place < meeting.places else Standing.WAITING
    return Standing.NONE


def against_booking(
    meeting: Meeting, bookings: tuple[Booking, ...], user_id: UserId, now: datetime, *, may_wait: bool
) -> tuple[Reason, ...]:
    """Give every reason why somebody cannot book; `may_wait` says that a place on the waiting list will do."""
    reasons = list(against_change(meeting, now))
    standing = standing_of(meeting, bookings, user_id)
    if standing is not Standing.NONE:
        what = "have a place" if standing is Standing.PLACE else "are on the waiting list"
        reasons.append(because("booked_already", "I13", f"You {what} already."))
    elif not may_wait and places_left(meeting, len(bookings)) == 0:
        text = "The last place was taken a moment ago. You can join the waiting list."
        reasons.append(because("session_full", "I4", text))
    return tuple(reasons)


def against_giving_up(
    meeting: Meeting, bookings: tuple[Booking, ...], user_id: UserId, now: datetime
) -> tuple[Reason, ...]:
    """Give every reason why somebody cannot give a booking up."""
    reasons = list(against_change(meeting, now))
    if standing_of(meeting, bookings, user_id) is Standing.NONE:
        reasons.append(because("not_booked", "I13", "You have no booking here."))
    return tuple(reasons)


def against_change(meeting: Meeting, now: datetime) -> tuple[Reason, ...]:
    """Give every reason why a session is closed to its holder and to bookings: called off, or begun."""
    reasons = []
    if meeting.called_off_at is not None:
        reasons.append(because("called_off", "I13", "This session was called off."))
    if meeting.has_begun(now):
        reasons.append(because("session_begun", "I13", "This session has begun: bookings are closed."))
    return tuple(reasons)


def against_recording(meeting: Meeting, now: datetime) -> tuple[Reason, ...]:
    """Give every reason why nobody can say yet, or at all, who came."""
    reasons = []
    if meeting.called_off_at is not None:
        reasons.append(because("called_off", "I13", "This session was called off."))
    if not meeting.has_begun(now):
        reasons.append(because("not_begun", "I13", "Say who came once the session has begun."))
    return tuple(reasons)


def fewest_places(meeting: Meeting, booked: int) -> int:
    """Give how few places a session may be changed to: nobody loses a place that was given."""
    return max(1, min(meeting.places, booked))


def clashes(meeting: Meeting, own: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Give the own other bookings at the same time, the earliest first; what was called off is none."""
    found = (o for o in own if o.id != meeting.id and o.called_off_at is None and o.overlaps(meeting))
    return tuple(sorted(found, key=lambda other: (other.starts_at, other.id)))


def is_safe_link(text: str) -> bool:
    """Say whether an address may be shown as a link: https, with a host, without anybody's name or password."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    plain = text.isascii() and not any(c.isspace() or c in "<>\"'\\" for c in text)
    return plain and parts.scheme == "https" and bool(host) and "." in str(host) and parts.username is None
