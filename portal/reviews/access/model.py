"""Access reviews as values: what is looked at, by whom, and which records are drawn in a week."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.actors import Actor, Role
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.ports import Recipient
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import Labelled

REVIEWERS: Final = frozenset({Role.INFORMATION_GOVERNANCE, Role.LEAD_MANAGER, Role.PARTNER_MANAGER})
"""Who looks at what others opened, and whom emergency access is told to."""


class LineKind(Labelled):
    """What somebody did."""

    EMERGENCY = "emergency", "Emergency access"
    WENT_ON = "went_on", "Went on past the limit of records"
    LIMIT = "limit", "Reached the limit of records in an hour"
    MANY = "many", "Opened many records in an hour"
    OWN_NAME = "own_name", "Looked for somebody with their own surname"
    OUT_OF_HOURS = "out_of_hours", "Opened records outside working hours, not on duty"
    SAMPLE = "sample", "Drawn for the week"


class State(Labelled):
    """How far a line has come."""

    TO_REVIEW = "to_review", "To review"
    ASKED = "asked", "Asked the worker"
    IN_ORDER = "in_order", "In order"
    NOT_IN_ORDER = "not_in_order", "Not in order"


DONE: Final = frozenset({State.IN_ORDER, State.NOT_IN_ORDER})
"""The states in which nobody looks at a line again."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at; moments are aware UTC, nothing that was written is in it.

    `records` is how many were opened, `told_id` the second person who was told at once, `record` what kind of
    record was opened ("person", "offer", "case").
    """

    id: UUID
    reference: Reference
    owner_id: OrganisationId
    kind: LineKind
    staff_id: UserId
    at: datetime
    slot: str
    until: datetime | None = None
    records: int | None = None
    person_id: PersonId | None = None
    record: str = ""
    record_id: UUID | None = None
    told_id: UserId | None = None
    state: State = State.TO_REVIEW
    reviewed_at: datetime | None = None
    reviewed_by: UserId | None = None
    version: int = 1


def against_reviewing(line: Line, reviewer: Actor, *, same_team: bool) -> tuple[Reason, ...]:
    """Give every reason why somebody cannot say what became of a line.

    `same_team` says that both belong to one named team; information governance belongs to none.

    Source: assurance P6: a safeguarding lead of another team.
    """
    reasons = []
    if reviewer.id == line.staff_id:
        reasons.append(because("own_line", "assurance P6", "It is about yourself: somebody else looks at it."))
    if reviewer.id == line.told_id:
        text = "You were told of it at once: somebody who was not looks at it."
        reasons.append(because("told_of_it", "assurance P6", text))
    if same_team and not reviewer.has(Role.INFORMATION_GOVERNANCE):
        reasons.append(because("same_team", "assurance P6", "You are of one team: somebody of another looks at it."))
    if line.state in DONE:
        reasons.append(because("already_reviewed", "assurance P6", "Somebody has looked at it already."))
    return tuple(reasons)


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could be told at once; `same_team` as the one who acts."""

    recipient: Recipient
    on_duty: bool = False
    same_team: bool = False


def second_person(candidates: Iterable[Candidate]) -> Recipient | None:
    """Give who is told at once: who is there before who is not, of another team, on duty, a manager; None of nobody.

    Source: assurance T5: a second person is told at once.
    """

    def rank(each: Candidate) -> tuple[bool, bool, bool, bool, str]:
        whom = each.recipient
        is_there = each.on_duty or not whom.away
        manages = not whom.roles.isdisjoint({Role.LEAD_MANAGER, Role.PARTNER_MANAGER})
        return (not is_there, each.same_team, not each.on_duty, not manages, str(whom.id))

    first = min(candidates, key=rank, default=None)
    return None if first is None else first.recipient


def week_before(day: date) -> date:
    """Give the Monday of the week before a London day's."""
    return day - timedelta(days=day.weekday() + 7)


def is_drawn(week: date, staff_id: UserId, record_id: UUID, percent: int) -> bool:
    """Say whether what somebody opened in a week is in its sample; the same answer whenever it is asked."""
    told = f"{week.isoformat()}:{staff_id}:{record_id}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:8]) % 100 < percent


def share_surname(own: str, other: str) -> bool:
    """Say whether two names end in the same word; case does not matter."""
    mine, theirs = own.casefold().split(), other.casefold().split()
    return bool(mine and theirs) and mine[-1] == theirs[-1]
