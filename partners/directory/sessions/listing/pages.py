"""The list of sessions: those that come, and those that are over."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlencode
from uuid import UUID

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.paging import Page
from lvws_core.ports import Names
from partners.directory.sessions.model import Meeting, Standing
from partners.directory.sessions.pages import PATH, room_words, when_words, where_words
from partners.directory.sessions.store import Seats

_TAGS = {Standing.PLACE: ("You have a place", "green"), Standing.WAITING: ("You are waiting", "yellow")}
_EMPTY = {
    "coming": "No session is planned. Advice surgeries, awareness sessions and area meetings appear here "
    "as soon as a partner or the lead holds one.",
    "past": "No session has been held yet.",
}


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """A view of the list, in the shape that `views` reads."""

    text: str
    href: str
    current: bool


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A word in colour."""

    text: str
    colour: str


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A session in the list; `tag` is the own booking, if there is one."""

    href: str
    when: str
    title: str
    kind: str
    holder: str
    where: str
    room: str
    tag: Tag | None


class SessionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """The sessions that come, or those that are over."""

    template: ClassVar[str] = "directory/sessions.html"

    title: str
    views: tuple[Tab, ...]
    lines: tuple[SessionLine, ...]
    empty: str
    shown: str
    next_href: str
    first_href: str
    hold_href: str


def sessions_page(
    found: Page[Meeting],
    seats: Mapping[UUID, Seats],
    *,
    view: str,
    after: str | None,
    actor: Actor,
    names: Names,
    now: datetime,
) -> SessionsPage:
    """Give a page of the list."""
    number = len(found.items)
    order = "the next one first" if view == "coming" else "the last one first"
    query = {"show": view} if view != "coming" else {}
    return SessionsPage(
        title="Sessions",
        views=tuple(
            Tab(text=text, href=f"{PATH}{'?show=past' if key == 'past' else ''}", current=key == view)
            for key, text in (("coming", "Coming"), ("past", "Past"))
        ),
        lines=tuple(_line(meeting, seats.get(meeting.id, Seats()), names, now) for meeting in found.items),
        empty=_EMPTY[view],
        shown=f"Showing {number}, {order}.",
        next_href=f"{PATH}?{urlencode({**query, 'after': found.next_cursor})}" if found.next_cursor else "",
        first_href=f"{PATH}{'?show=past' if view == 'past' else ''}" if after else "",
        hold_href=f"{PATH}/new" if may(actor, Permission.SESSION_HOLD).allowed else "",
    )


def _line(meeting: Meeting, seats: Seats, names: Names, now: datetime) -> SessionLine:
    standing = Standing.NONE
    if seats.own_place is not None:
        standing = Standing.PLACE if seats.own_place <= meeting.places else Standing.WAITING
    text, colour = _TAGS.get(standing, ("", ""))
    return SessionLine(
        href=f"{PATH}/{meeting.reference}",
        when=when_words(meeting, now),
        title=meeting.title,
        kind=meeting.kind.label,
        holder=names.organisation(meeting.organisation_id),
        where=where_words(meeting),
        room=room_words(meeting, seats.booked, now),
        tag=Tag(text=text, colour=colour) if text and meeting.called_off_at is None else None,
    )
