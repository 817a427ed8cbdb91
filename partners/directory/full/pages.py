"""One service in full, as the actor may see and change it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from lvws_core.actors import Actor, Permission, may
from lvws_core.times import day_in_words
from partners.directory.agreements.model import AgreementFile
from partners.directory.agreements.pages import agreement_lines
from partners.directory.model import ListedService, Remit
from partners.directory.pages import (
    Line,
    RoomLine,
    agreement_words,
    full_name,
    hours_lines,
    opens_words,
    pause_words,
    room_line,
    room_words,
    takes_lines,
    terms_of,
)
from partners.directory.referring.pages import Referring, referring
from partners.directory.service import Desk
from partners.directory.services.service import may_close


class RemitLine(msgspec.Struct, frozen=True, kw_only=True):
    """A remit of the history; `undo` names one that is planned, for who may drop it."""

    days: str
    when: str
    lines: tuple[Line, ...]
    undo: str


class ServicePage(msgspec.Struct, frozen=True, kw_only=True):
    """One service in full. `room_line` is there for its own team, `edits` for its own manager."""

    template: ClassVar[str] = "directory/service.html"

    title: str
    heading: str
    news: str
    takes: tuple[Line, ...]
    room: str
    room_line: RoomLine | None
    referring: Referring | None
    pause: str
    can_resume: bool
    opens: str
    hours: tuple[Line, ...]
    holidays: str
    closed: str
    agreement: str
    agreement_lines: tuple[Line, ...]
    agreement_href: str
    close_href: str
    reopen_href: str
    ends: str
    history: tuple[RemitLine, ...]
    base: str
    edits: bool


_NEWS = {
    "right": "Thank you. Your capacity counts as said today. Everybody who refers sees it at once.",
    "capacity": "Capacity changed. Everybody who refers sees it at once.",
    "pause": "Paused. Nobody can send you a new referral until the pause ends; what you have stays with you.",
    "resume": "The pause has ended. You can be sent referrals again.",
    "remit": "The new remit is recorded. The one before ends the day before it begins.",
    "undone": "The planned change is dropped. What you take now goes on.",
    "reopened": "The service is open again and takes what it took last. Say next what room it has.",
    "hours": "Opening hours changed. Leads see when you are next open.",
    "closed": "Closed days changed.",
    "added": "The service is in the directory now. Say next what room it has and when it opens.",
    "closing": "The last day is recorded. After it nobody can send a new referral; what the service has stays with it.",
    "agreement": "Agreement changed. The partner sees it at once.",
}


_NO_ACCOUNT = Line(
    label="How it is asked",
    text="No account here: whoever refers delivers the pack by a secure way and records the reply.",
)


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
    edits = is_own and may(actor, Permission.DIRECTORY_WRITE).allowed
    ends = _ends_on(history)
    writes_agreement = may(actor, Permission.AGREEMENT_WRITE).allowed
    return ServicePage(
        title="Service",
        heading=full_name(listed),
        news=_NEWS.get(done, ""),
        takes=(*takes_lines(terms_of(listed)), *((_NO_ACCOUNT,) if listed.off_portal else ())),
        room=room_words(listed.service.capacity, today, desk.policy),
        room_line=_room(listed, desk) if is_own and _may_say(actor) else None,
        referring=_referring(listed, agreement, desk),
        pause=pause_words(listed),
        can_resume=listed.pause is not None,
        opens=opens_words(opening, desk.now, desk.calendar.holidays),
        hours=hours_lines(opening),
        holidays="Open" if opening.open_on_holidays else "Closed",
        closed=_days(opening.closed),
        agreement=agreement_words(listed.agreement, today),
        agreement_lines=agreement_lines(agreement, today) if agreement and sees_file(actor, listed) else (),
        agreement_href=f"{base}/agreement" if writes_agreement else "",
        close_href=f"{base}/close" if may_close(desk, listed) else "",
        ends=f"Takes referrals until {day_in_words(ends)}" if ends is not None else "",
        history=tuple(_remit_line(remit, today, edits=edits) for remit in history),
        base=base,
        edits=edits,
        reopen_href=f"{base}/reopen" if ends is not None and may_close(desk, listed) else "",
    )


def _referring(listed: ListedService, agreement: AgreementFile | None, desk: Desk) -> Referring | None:
    if not (may(desk.actor, Permission.AGREEMENT_READ).allowed or desk.actor.organisation_id == listed.organisation_id):
        return None
    return referring(listed, agreement, desk.today, desk.policy, sees_file=True)


def sees_file(actor: Actor, listed: ListedService) -> bool:
    """Say whether the actor reads who drives an agreement and what holds it up: the partner itself, and the lead."""
    return actor.organisation_id == listed.organisation_id or may(actor, Permission.AGREEMENT_READ).allowed


def _may_say(actor: Actor) -> bool:
    return may(actor, Permission.CAPACITY_WRITE).allowed


def _days(days: Collection[date]) -> str:
    return "; ".join(day_in_words(day) for day in sorted(days))


def _ends_on(history: Sequence[Remit]) -> date | None:
    """Give the last day of a service, None while it goes on."""
    return None if any(r.valid_to is None for r in history) else max(r.valid_to for r in history if r.valid_to)


def _remit_line(remit: Remit, today: date, *, edits: bool) -> RemitLine:
    until = f"to {day_in_words(remit.valid_to)}" if remit.valid_to is not None else "and on"
    return RemitLine(
        days=f"From {day_in_words(remit.valid_from)} {until}",
        when=_when_words(remit, today),
        lines=takes_lines(remit.terms),
        undo=str(remit.id) if edits and remit.valid_from > today else "",
    )


def _when_words(remit: Remit, today: date) -> str:
    if remit.valid_from > today:
        return "planned"
    return "now" if remit.reaches(today) else ""


def _room(listed: ListedService, desk: Desk) -> RoomLine:
    return room_line(listed.key, listed.service.name, listed.service.capacity, desk.now, desk.policy)
