"""The pages of the directory."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.policy import Policy
from lvws_core.times import day_in_words
from lvws_core.vocabulary import Borough, Labelled, NeedCategory
from partners.directory.model import ListedService
from partners.directory.pages import (
    Line,
    Option,
    RoomLine,
    ages_words,
    agreement_words,
    named,
    opens_words,
    pause_words,
    room_line,
    room_words,
    terms_of,
)
from partners.directory.service import Desk
from partners.directory.services.store import Unlisted


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What the directory is narrowed to; nothing in it is about a person."""

    need: NeedCategory | None = None
    borough: Borough | None = None
    open: bool = False

    def admits(self, listed: ListedService, today: date, policy: Policy) -> bool:
        """Say whether a service is shown; one without limits covers every need and all London."""
        service = listed.service
        covers_need = self.need is None or not service.need_categories or self.need in service.need_categories
        covers_place = self.borough is None or not service.boroughs or self.borough in service.boroughs
        takes = not self.open or listed.takes_referrals(service.capacity.state_on(today, policy))
        return covers_need and covers_place and takes


class ServiceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A service in the list."""

    href: str
    name: str
    organisation: str
    takes: str
    who: str
    room: str
    opens: str
    agreement: str


class PageLink(msgspec.Struct, frozen=True, kw_only=True):
    """A way on from the directory."""

    text: str
    href: str


class DirectoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """Every service that the filter admits, by organisation."""

    template: ClassVar[str] = "directory/directory.html"

    title: str
    lines: tuple[ServiceLine, ...]
    needs: tuple[Option, ...]
    boroughs: tuple[Option, ...]
    only_open: bool
    is_filtered: bool
    shown: str
    news: str
    links: tuple[PageLink, ...]


class OwnPage(msgspec.Struct, frozen=True, kw_only=True):
    """The services of one's own organisation, and what is to be confirmed about them."""

    template: ClassVar[str] = "directory/own.html"

    title: str
    lines: tuple[ServiceLine, ...]
    rooms: tuple[RoomLine, ...]
    others: tuple[Line, ...]


_LATER = "The service is recorded. It appears here, and can be sent referrals, from its first day on."


def directory_page(found: Sequence[ListedService], narrowed: Filter, desk: Desk, *, done: str = "") -> DirectoryPage:
    """Give the directory as far as the filter admits it."""
    kept = [each for each in found if narrowed.admits(each, desk.today, desk.policy)]
    return DirectoryPage(
        title="Directory",
        lines=tuple(service_line(each, desk) for each in kept),
        needs=_options(NeedCategory, narrowed.need, "Any need"),
        boroughs=_options(Borough, narrowed.borough, "All London"),
        only_open=narrowed.open,
        is_filtered=narrowed != Filter(),
        shown=f"Showing {len(kept)} of {len(found)} services, by organisation.",
        news=_LATER if done == "added_later" else "",
        links=_links(desk.actor),
    )


def _links(actor: Actor) -> tuple[PageLink, ...]:
    ways = (
        (Permission.SESSION_BOOK, "Surgeries, sessions and meetings", "/directory/sessions"),
        (Permission.AGREEMENT_READ, "Agreements", "/directory/agreements"),
        (Permission.SERVICE_WRITE, "Add a service", "/directory/new"),
        (Permission.SERVICE_WRITE, "Closed services", "/directory/closed"),
    )
    return tuple(PageLink(text=text, href=href) for permission, text, href in ways if may(actor, permission).allowed)


def own_page(found: Sequence[ListedService], unlisted: Sequence[Unlisted], desk: Desk) -> OwnPage:
    """Give the services of the actor's organisation."""
    lines = tuple(service_line(each, desk) for each in found)
    rooms = tuple(_room(each, desk) for each in found)
    return OwnPage(
        title="Our services", lines=lines, rooms=rooms, others=tuple(_unlisted(each, desk.today) for each in unlisted)
    )


def _unlisted(service: Unlisted, today: date) -> Line:
    coming = service.first > today or service.last is None
    words = (
        f"Begins on {day_in_words(service.first)}" if coming else f"Closed since {day_in_words(service.last or today)}"
    )
    return Line(label=service.name, text=words)


def service_line(listed: ListedService, desk: Desk) -> ServiceLine:
    """Give a service as one line."""
    service, today = listed.service, desk.today
    who = [ages_words(service.age_min, service.age_max), named(Borough, service.boroughs, "all London")]
    terms = terms_of(listed)
    return ServiceLine(
        href=f"/directory/{listed.key}",
        name=service.name,
        organisation=listed.organisation_name,
        takes=named(NeedCategory, terms.need_categories, "Any need"),
        who=", ".join([terms.gender_rule.label, *who]),
        room=pause_words(listed) or room_words(service.capacity, today, desk.policy),
        opens=opens_words(listed.opening, desk.now, desk.calendar.holidays),
        agreement=agreement_words(listed.agreement, today),
    )


def _room(listed: ListedService, desk: Desk) -> RoomLine:
    return room_line(listed.key, listed.service.name, listed.service.capacity, desk.now, desk.policy)


def _options(choices: type[Labelled], chosen: Labelled | None, every: str) -> tuple[Option, ...]:
    first = {"value": "", "text": every, "selected": chosen is None}
    return (first, *({"value": c.value, "text": c.label, "selected": c is chosen} for c in choices))
