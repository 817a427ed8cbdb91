"""What others look at: put on the list in the transaction of what was done, told at once, and decided about."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from lvws_core import desk as desks
from lvws_core.errors import NotAllowed
from lvws_core.events import Event
from lvws_core.ids import Reference, UserId
from lvws_core.ports import Recipient
from notifications.duty import store as duty
from notifications.notices import service as notices
from notifications.notices.model import Audience, NoticeKind, Told, audiences_of
from portal.audit import store as audit
from portal.reviews.access import store
from portal.reviews.access.model import (
    REVIEWERS,
    Candidate,
    Line,
    LineKind,
    State,
    against_reviewing,
    second_person,
)

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

MOST_OPENED = 200
"""How many readings the page of a line shows."""

_TOLD = {LineKind.EMERGENCY: NoticeKind.EMERGENCY_ACCESS}


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A line as its reviewer reads it: what was written and opened, and why the reader cannot decide."""

    line: Line
    reason: str
    note: str
    opened: tuple[Event, ...]
    why_not: tuple[str, ...]


def list_line(desk: Desk, line: Line, reason: str = "", *, but: Collection[UserId] = ()) -> bool:
    """Put something on the list and tell who looks at it; False where its slot is on the list already.

    Whoever it is about, and those in `but`, are not told. Event `access.listed`.

    Source: assurance P6.
    """
    if store.is_listed(desk.session, line.slot):
        return False
    store.add(desk.session, desk.vault, line, reason)
    desk.note("access.listed", line.id, line.owner_id, listed=line.kind.value)
    if line.kind is not LineKind.SAMPLE:
        _tell(desk, line, but)
    return True


def _tell(desk: Desk, line: Line, but: Collection[UserId]) -> None:
    if line.told_id is not None:
        whom: Collection[Recipient] = [each for each in staff_of(desk, line) if each.id == line.told_id]
    else:
        whom = [each for each in staff_of(desk, line) if each.id not in but]
    for each in whom:
        kind = _TOLD.get(line.kind, NoticeKind.ACCESS_ALERT)
        part = next(part for part in (Audience.MANAGERS, Audience.INFORMATION_GOVERNANCE) if part in _parts(each))
        told = Told(organisation_id=line.owner_id, audience=part, kind=kind, user_id=each.id)
        notices.tell(desk, told, line.reference)


def _parts(recipient: Recipient) -> frozenset[Audience]:
    return audiences_of(recipient.roles)


def staff_of(desk: Desk, line: Line) -> tuple[Recipient, ...]:
    """Give who of the organisation of a line may look at it, but the one whom it is about."""
    if desk.staff is None:
        return ()
    everybody = desk.staff.recipients(frozenset({line.owner_id}))
    return tuple(each for each in everybody if each.id != line.staff_id and not each.roles.isdisjoint(REVIEWERS))


def second_of(desk: Desk, line: Line, *, but: Collection[UserId]) -> UserId | None:
    """Give the second person who is told at once of what a line is about; None where there is nobody."""
    who = [each for each in staff_of(desk, line) if each.id not in but]
    on_duty = duty.on_duty(desk.session, [line.owner_id], desk.now)
    teams = store.teams(desk.session, [line.staff_id, *(each.id for each in who)])
    mine = teams.get(line.staff_id, "")
    chosen = second_person(
        Candidate(recipient=each, on_duty=each.id in on_duty, same_team=bool(mine) and teams.get(each.id, "") == mine)
        for each in who
    )
    return None if chosen is None else chosen.id


def read(desk: Desk, reference: Reference) -> Read:
    """Give a line with what was written and what was opened under it; event `access.read`.

    Raises:
        Missing: There is none for this actor, or it is about the actor.
    """
    line = store.get(desk.session, reference, desk.actor.id)
    reason, note = store.words_of(desk.session, desk.vault, reference, desk.actor.id)
    desk.note("access.read", line.id, line.owner_id, fields=("reason",))
    why_not = tuple(each.text for each in against_reviewing(line, desk.actor, same_team=_is_same_team(desk, line)))
    return Read(line=line, reason=reason, note=note, opened=_opened(desk, line), why_not=why_not)


def _opened(desk: Desk, line: Line) -> tuple[Event, ...]:
    """Give what was read in an emergency access, oldest first: kinds, fields and moments."""
    if line.kind is not LineKind.EMERGENCY or line.until is None:
        return ()
    found = audit.by_actor(desk.session, line.staff_id, since=line.at, until=line.until, most=MOST_OPENED)
    return tuple(event for event in found if event.detail.get("emergency") == str(line.id))


def decide(desk: Desk, reference: Reference, state: State, note: str) -> None:
    """Say what became of a line; event `access.reviewed`.

    Raises:
        Missing: There is none for this actor, or it is about the actor.
        NotAllowed: It is not the actor's to say; every reason.
        Conflict: Somebody else has dealt with it meanwhile.

    Source: assurance P6, T5: all of them are reviewed.
    """
    line = store.get(desk.session, reference, desk.actor.id)
    if refused := against_reviewing(line, desk.actor, same_team=_is_same_team(desk, line)):
        raise NotAllowed(*refused)
    at = None if state is State.ASKED else desk.now
    store.decide(desk.session, desk.vault, line, state, note, by=desk.actor.id, at=at)
    desk.note("access.reviewed", line.id, line.owner_id, state=state.value)


def _is_same_team(desk: Desk, line: Line) -> bool:
    teams = store.teams(desk.session, [line.staff_id, desk.actor.id])
    mine = teams.get(desk.actor.id, "")
    return bool(mine) and mine == teams.get(line.staff_id, "")


def new_line(desk: Desk, kind: LineKind, *, slot: str, line_id: UUID | None = None) -> Line:
    """Give a line about the actor, now; `slot` is what it is listed under once."""
    return Line(
        id=line_id or desk.new_id(),
        reference=desk.new_reference(),
        owner_id=desk.actor.organisation_id,
        kind=kind,
        staff_id=desk.actor.id,
        at=desk.now,
        slot=slot,
    )
