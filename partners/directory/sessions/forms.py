"""The forms of sessions: what is typed to hold one, to book, and to say who came."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import UserId
from lvws_core.times import LONDON, local
from partners.directory.sessions.model import MOST_PLACES, Booking, Meeting, SessionKind, fewest_places, is_safe_link

FURTHEST_DAYS: Final = 366


class SessionForm(msgspec.Struct, kw_only=True):
    """A session as it was typed; day and times are London's."""

    kind: str = ""
    title: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    link: str = ""
    places: str = ""
    about: str = ""
    version: str = ""

    @property
    def on(self) -> tuple[str, str, str]:
        """The three parts of the day."""
        return self.on_day, self.on_month, self.on_year


class BookForm(msgspec.Struct, kw_only=True):
    """A booking: whether the waiting list will do, and whether a clash was shown and does not matter."""

    wait: str = ""
    clash: str = ""


class NewMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, complete: the fields of a session that its holder says."""

    kind: SessionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    places: int
    about: str


def parse_session(
    form: SessionForm, today: date, now: datetime, *, before: Meeting | None = None, booked: int = 0
) -> NewMeeting | tuple[FieldError, ...]:
    """Read a session, or give every fault; `before` is the one that is changed, with so many `booked`."""
    faults = Faults()
    kind = faults.choice("kind", form.kind, SessionKind, text="Select what kind of session it is")
    title = faults.text("title", form.title, label="The title", longest=80)
    starts_at, ends_at = _when(faults, form, today)
    if starts_at is not None and starts_at <= now:
        faults.add("starts", "in_the_past", "It must start later than now")
    place = faults.text("place", form.place, label="The place", longest=200, required=False)
    link = faults.text("link", form.link, label="The link", longest=300, required=False)
    if link and not is_safe_link(link):
        faults.add(
            "link", "not_a_link", "The link must begin with https:// and name a site, such as https://example.org/join"
        )
    if not form.place.strip() and not form.link.strip():
        faults.add("place", "required", "Enter a place, a link, or both")
    places = faults.number("places", form.places, label="The number of places", lowest=1, highest=MOST_PLACES)
    if before is not None and places is not None and places < (fewest := fewest_places(before, booked)):
        faults.add("places", "below_booked", f"{fewest} places are taken already. Enter {fewest} or more")
    about = faults.text("about", form.about, label="What it is about", longest=500, required=False)
    if faults.found or kind is None or title is None or starts_at is None or ends_at is None or places is None:
        return faults.found
    return NewMeeting(
        kind=kind,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place or "",
        link=link or "",
        places=places,
        about=about or "",
    )


def _when(faults: Faults, form: SessionForm, today: date) -> tuple[datetime | None, datetime | None]:
    day = faults.day("on", form.on, label="The day")
    first = faults.hour("starts", form.starts, text="Enter when it starts, such as 10:00")
    last = faults.hour("ends", form.ends, text="Enter when it ends, such as 11:30")
    if day is not None and not 0 <= (day - today).days <= FURTHEST_DAYS:
        faults.add("on", "out_of_range", "The day must be today or later, and within a year")
        return None, None
    if first is not None and last is not None and last <= first:
        faults.add("ends", "not_after_start", "It must end after it starts, on the same day")
        return None, None
    if day is None or first is None or last is None:
        return None, None
    return _moment(faults, "starts", day, first), _moment(faults, "ends", day, last)


def _moment(faults: Faults, field: str, day: date, at: time) -> datetime | None:
    moment = datetime.combine(day, at, ZoneInfo(LONDON)).astimezone(UTC)
    if local(moment).time() != at:
        faults.add(field, "skipped_hour", "The clocks skip that hour on this day. Choose another time")
        return None
    return moment


def session_fields(meeting: Meeting) -> SessionForm:
    """Give the form that says what is recorded."""
    first, last = local(meeting.starts_at), local(meeting.ends_at)
    return SessionForm(
        kind=meeting.kind.value,
        title=meeting.title,
        on_day=str(first.day),
        on_month=str(first.month),
        on_year=str(first.year),
        starts=f"{first:%H:%M}",
        ends=f"{last:%H:%M}",
        place=meeting.place,
        link=meeting.link,
        places=str(meeting.places),
        about=meeting.about,
        version=str(meeting.version),
    )


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """Who came: of those who had booked, and how many others."""

    users: frozenset[UserId]
    others: int


def parse_came(data: Mapping[str, Many], bookings: tuple[Booking, ...]) -> Came | tuple[FieldError, ...]:
    """Read who came; only somebody who had booked can be ticked."""
    faults = Faults()
    booked = {str(booking.user_id): booking.user_id for booking in bookings}
    ticked = many(data.get("came", ""))
    if not booked.keys() >= set(ticked):
        faults.add("came", "unknown_choice", "Select only people of the list")
    typed = (many(data.get("others", "")) or ("",))[0]
    others = 0
    if typed.strip():
        read = faults.number("others", typed, label="How many others came", lowest=0, highest=10_000)
        others = read if read is not None else 0
    return faults.found or Came(users=frozenset(booked[key] for key in ticked), others=others)


def version_of(text: str) -> int:
    """Read the version that a form was made from; what is none is 0, which no session has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def typed_came(data: Mapping[str, Many]) -> tuple[frozenset[str], str]:
    """Give what was typed about who came, to be shown again."""
    return frozenset(many(data.get("came", ""))), (many(data.get("others", "")) or ("",))[0]


def values_of(new: NewMeeting) -> dict[str, Any]:
    """Give the fields that a session takes from what was typed."""
    return msgspec.structs.asdict(new)
