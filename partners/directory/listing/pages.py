"""The pages of the directory."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.policy import Policy
from lvws_core.times import day_in_words
from lvws_core.vocabulary import Borough, Labelled, NeedCategory
from partners.directory.agreements.model import AgreementFile
from partners.directory.agreements.pages import agreement_lines
from partners.directory.model import ListedService, Remit
from partners.directory.pages import (
    Line,
    Option,
    RoomLine,
    ages_words,
    agreement_words,
    full_name,
    hours_lines,
    named,
    opens_words,
    room_line,
    room_words,
    takes_lines,
    terms_of,
)
from partners.directory.service import Desk


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
    links: tuple[PageLink, ...]


class RemitLine(msgspec.Struct, frozen=True, kw_only=True):
    """A remit of the history."""

    days: str
    is_now: bool
    lines: tuple[Line, ...]


class ServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """One service in full. `room_line` is there for its own team, `edits` for its own manager."""

    template: ClassVar[str] = "directory/service.html"

    title: str
    heading: str
    news: str
    takes: tuple[Line, ...]
    room: str
    room_line: RoomLine | None
    pause: str
    can_resume: bool
    opens: str
    hours: tuple[Line, ...]
    holidays: str
    closed: str
    agreement: str
    agreement_lines: tuple[Line, ...]
    agreement_href: str
    history: tuple[RemitLine, ...]
    base: str
    edits: bool


class OwnPage(msgspec.Struct, frozen=True, kw_only=True):
    """The services of one's own organisation, and what is to be confirmed about them."""

    template: ClassVar[str] = "directory/own.html"

    title: str
    lines: tuple[ServiceLine, ...]
    rooms: tuple[RoomLine, ...]


_NEWS = {
    "right": "Thank you. Your capacity counts as said today. Everybody who refers sees it at once.",
    "capacity": "Capacity changed. Everybody who refers sees it at once.",
    "pause": "Paused. Nobody can send you a new referral until the pause ends; what you have stays with you.",
    "resume": "The pause has ended. You can be sent referrals again.",
    "remit": "The new remit is recorded. The one before ends the day before it begins.",
    "hours": "Opening hours changed. Leads see when you are next open.",
    "closed": "Closed days changed.",
    "agreement": "Agreement changed. The partner sees it at once.",
}


def directory_page(found: Sequence[ListedService], narrowed: Filter, desk: Desk) -> DirectoryPage:
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
        links=_links(desk.actor),
    )


def _links(actor: Actor) -> tuple[PageLink, ...]:
    ways = ((Permission.SESSION_BOOK, "Surgeries, sessions and meetings", "/directory/sessions"),)
    return tuple(PageLink(text=text, href=href) for permission, text, href in ways if may(actor, permission).allowed)


def own_page(found: Sequence[ListedService], desk: Desk) -> OwnPage:
    """Give the services of the actor's organisation."""
    lines = tuple(service_line(each, desk) for each in found)
    rooms = tuple(_room(each, desk) for each in found)
    return OwnPage(title="Our services", lines=lines, rooms=rooms)


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


def pause_words(listed: ListedService) -> str:
    """Say why and until when a service takes no referrals; empty while it does."""
    if listed.pause is None:
        return ""
    return f"Paused until {day_in_words(listed.pause.ends_on)}: {listed.pause.reason.label.lower()}"


def service_page(
    listed: ListedService,
    history: Sequence[Remit],
    agreement: AgreementFile | None,
    desk: Desk,
    *,
    done: str = "",
) -> ServicePage:
    """Give one service in full, as the actor may see and change it."""
    actor, opening, today = desk.actor, listed.opening, desk.today
    is_own = actor.organisation_id == listed.organisation_id
    base = f"/directory/{listed.key}"
    writes_agreement = may(actor, Permission.AGREEMENT_WRITE).allowed
    return ServicePage(
        title="Service",
        heading=full_name(listed),
        news=_NEWS.get(done, ""),
        takes=takes_lines(terms_of(listed)),
        room=room_words(listed.service.capacity, today, desk.policy),
        room_line=_room(listed, desk) if is_own and _may_say(actor) else None,
        pause=pause_words(listed),
        can_resume=listed.pause is not None,
        opens=opens_words(opening, desk.now, desk.calendar.holidays),
        hours=hours_lines(opening),
        holidays="Open" if opening.open_on_holidays else "Closed",
        closed=_days(opening.closed),
        agreement=agreement_words(listed.agreement, today),
        agreement_lines=agreement_lines(agreement, today) if agreement and sees_file(actor, listed) else (),
        agreement_href=f"{base}/agreement" if writes_agreement else "",
        history=tuple(_remit_line(remit, today) for remit in history),
        base=base,
        edits=is_own and may(actor, Permission.DIRECTORY_WRITE).allowed,
    )


def sees_file(actor: Actor, listed: ListedService) -> bool:
    """Say whether the actor reads who drives an agreement and what holds it up: the partner itself, and the lead."""
    return actor.organisation_id == listed.organisation_id or may(actor, Permission.AGREEMENT_READ).allowed


def _may_say(actor: Actor) -> bool:
    return may(actor, Permission.CAPACITY_WRITE).allowed


def _days(days: Collection[date]) -> str:
    return "; ".join(day_in_words(day) for day in sorted(days))


def _remit_line(remit: Remit, today: date) -> RemitLine:
    until = f"to {day_in_words(remit.valid_to)}" if remit.valid_to is not None else "and on"
    return RemitLine(
        days=f"From {day_in_words(remit.valid_from)} {until}",
        is_now=remit.valid_from <= today and remit.reaches(today),
        lines=takes_lines(remit.terms),
    )


def _options(choices: type[Labelled], chosen: Labelled | None, every: str) -> tuple[Option, ...]:
    first = {"value": "", "text": every, "selected": chosen is None}
    return (first, *({"value": c.value, "text": c.label, "selected": c is chosen} for c in choices))
