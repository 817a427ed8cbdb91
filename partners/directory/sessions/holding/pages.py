"""The pages of whoever holds a session: its form, calling it off, and who came."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import UserId
from lvws_core.ports import Names
from partners.directory.pages import Option, day_items
from partners.directory.sessions.forms import SessionForm
from partners.directory.sessions.model import (
    Booking,
    Meeting,
    SessionKind,
    against_change,
    against_recording,
    in_order,
)
from partners.directory.sessions.pages import PATH


class SessionFormPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form of a session, new or changed."""

    template: ClassVar[str] = "directory/session_form.html"

    title: str
    action: str
    back: str
    button: str
    kinds: tuple[Option, ...]
    name: str
    on: tuple[Option, ...]
    starts: str
    ends: str
    place: str
    link: str
    places: str
    about: str
    version: str
    errors: tuple[FieldError, ...] = ()


class CallOffPage(msgspec.Struct, frozen=True, kw_only=True):
    """The last look before a session is called off."""

    template: ClassVar[str] = "directory/call_off.html"

    title: str
    base: str
    name: str
    booked: str
    possible: bool


class CamePage(msgspec.Struct, frozen=True, kw_only=True):
    """The form that says who came; `why_not` says why nobody can say it yet."""

    template: ClassVar[str] = "directory/came.html"

    title: str
    base: str
    name: str
    guests: tuple[Option, ...]
    others: str
    why_not: tuple[str, ...]
    errors: tuple[FieldError, ...] = ()


def form_page(form: SessionForm, *, reference: str = "", errors: tuple[FieldError, ...] = ()) -> SessionFormPage:
    """Give the form of a session with what was typed; without a reference it is a new one."""
    base = f"{PATH}/{reference}"
    return SessionFormPage(
        title=f"Change session {reference}" if reference else "New session",
        action=f"{base}/change" if reference else f"{PATH}/new",
        back=base if reference else PATH,
        button="Save the session" if reference else "Add the session",
        kinds=tuple({"value": k.value, "text": k.label, "checked": k.value == form.kind} for k in SessionKind),
        name=form.title,
        on=day_items("on", form.on),
        starts=form.starts,
        ends=form.ends,
        place=form.place,
        link=form.link,
        places=form.places,
        about=form.about,
        version=form.version,
        errors=errors,
    )


def call_off_page(meeting: Meeting, booked: int, now: datetime) -> CallOffPage:
    """Give the page that asks once more."""
    number = (
        "Nobody has booked." if booked == 0 else f"{booked} {'person has' if booked == 1 else 'people have'} booked."
    )
    return CallOffPage(
        title=f"Call off session {meeting.reference}",
        base=f"{PATH}/{meeting.reference}",
        name=meeting.title,
        booked=number,
        possible=not against_change(meeting, now),
    )


def came_page(
    meeting: Meeting,
    bookings: tuple[Booking, ...],
    names: Names,
    now: datetime,
    *,
    typed: tuple[frozenset[str], str] | None = None,
    errors: tuple[FieldError, ...] = (),
) -> CamePage:
    """Give the form that says who came, with what was typed or recorded."""
    people = names.colleagues(frozenset(booking.user_id for booking in bookings))
    ticked, others = typed if typed is not None else _recorded(meeting, bookings)
    return CamePage(
        title=f"Who came to session {meeting.reference}",
        base=f"{PATH}/{meeting.reference}",
        name=meeting.title,
        guests=tuple(
            {
                "value": str(booking.user_id),
                "text": _guest_name(people, booking.user_id, names.organisation(booking.organisation_id)),
                "checked": str(booking.user_id) in ticked,
            }
            for booking in in_order(bookings)
        ),
        others=others,
        why_not=tuple(reason.text for reason in against_recording(meeting, now)),
        errors=errors,
    )


def _guest_name(people: Mapping[UserId, str], user_id: UserId, organisation: str) -> str:
    return f"{people.get(user_id, 'A closed account')}, {organisation}"


def _recorded(meeting: Meeting, bookings: tuple[Booking, ...]) -> tuple[frozenset[str], str]:
    came = frozenset(str(booking.user_id) for booking in bookings if booking.came)
    return came, "" if meeting.others is None else str(meeting.others)
