"""Consents whose end is to be told of and who hears of it, in few statements; nothing sealed is opened."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from lvws_core.actors import GRANTS, Actor, Permission, Role
from lvws_core.consent import ConsentStatus
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.times import utc
from portal.auth.tables import Organisation, User
from portal.caseload.clocks.model import Ending, EndTold
from portal.caseload.day.store import without_case
from portal.intake.tables import CaseRow
from portal.people.tables import ConsentRow, PersonRow
from portal.people.team.tables import CaseTeamRow

_WORKS = sorted(role for role, granted in GRANTS.items() if Permission.CASE_WORK in granted)
"""The roles that have a day of their own."""


def ending(session: Session, now: datetime, until: datetime, most: int) -> tuple[Ending, ...]:
    """Give consents in force of whose end something is to be told: it is over, or comes before an aware instant.

    One that lasts longer in its place says that it was asked again, and of somebody who was erased nothing is told.
    Every row that is given is due; the first to end comes first. For the sweep, in a session of the system.
    """
    later = aliased(ConsentRow)
    at, told = col(ConsentRow.expires_at), col(ConsentRow.end_told)
    renewed = exists().where(
        col(later.person_id) == col(ConsentRow.person_id),
        col(later.organisation_id) == col(ConsentRow.organisation_id),
        col(later.purpose) == col(ConsentRow.purpose),
        col(later.status) == ConsentStatus.ACTIVE.value,
        or_(col(later.expires_at).is_(None), col(later.expires_at) > at),
    )
    over = and_(at <= utc(now), told != EndTold.ENDED.value)
    soon = and_(at > utc(now), at < utc(until), told == EndTold.NOTHING.value)
    rows = session.execute(
        select(ConsentRow.id, ConsentRow.person_id, ConsentRow.owner_organisation_id, at, told, PersonRow.reference)  # type: ignore[call-overload]
        .join(PersonRow, col(PersonRow.id) == col(ConsentRow.person_id))
        .where(
            col(ConsentRow.status) == ConsentStatus.ACTIVE.value,
            told != EndTold.ENDED.value,
            or_(over, soon),
            col(PersonRow.sealed_key).is_not(None),
            ~renewed,
        )
        .order_by(at, col(ConsentRow.id))
        .limit(most)
    )
    return tuple(
        Ending(
            id=row.id,
            person_id=PersonId(row.person_id),
            person=Reference(row.reference),
            organisation_id=OrganisationId(row.owner_organisation_id),
            ends_at=utc(row.expires_at),
            told=EndTold(row.end_told),
        )
        for row in rows
    )


def tell(session: Session, consent_id: UUID, before: EndTold, now: EndTold) -> bool:
    """Store what was told of an end; False where somebody else was quicker."""
    changed: Any = session.execute(
        update(ConsentRow)
        .where(col(ConsentRow.id) == consent_id, col(ConsentRow.end_told) == before.value)
        .values(end_told=now.value)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def key_workers(session: Session, owner_id: OrganisationId, people: Collection[PersonId]) -> Mapping[PersonId, UserId]:
    """Give who answers for each of these people, open accounts alone, in two statements.

    That is the worker of the newest open case, and of somebody without one the key worker of the case team.
    """
    members = session.execute(
        select(CaseTeamRow.person_id, CaseTeamRow.user_id)  # type: ignore[call-overload]
        .join(User, col(User.id) == col(CaseTeamRow.user_id))
        .where(without_case(owner_id), col(CaseTeamRow.person_id).in_(people), col(User.disabled_at).is_(None))
    )
    cases = session.execute(
        select(CaseRow.person_id, CaseRow.allocated_to, User.disabled_at)  # type: ignore[call-overload]
        .join(User, col(User.id) == col(CaseRow.allocated_to))
        .where(
            col(CaseRow.owner_organisation_id) == owner_id,
            col(CaseRow.person_id).in_(people),
            col(CaseRow.closed_on).is_(None),
        )
        .order_by(col(CaseRow.created_at), col(CaseRow.id))
    )
    newest = {PersonId(person): (UserId(user), closed) for person, user, closed in cases}
    found = {PersonId(person): UserId(user) for person, user in members}
    return {**found, **{person: user for person, (user, closed) in newest.items() if closed is None}}


def to_look_at(session: Session, today: date, most: int) -> tuple[Actor, ...]:
    """Give open accounts of the lead that work with people, and of which nobody looked today, at most so many.

    Whoever was looked at leaves the queue until the next day, so nobody who has nothing due stands before
    another. For the sweep, in a session of the system.
    """
    works = or_(*(_has_role(role) for role in _WORKS))
    rows = session.execute(
        select(User.id, User.organisation_id, User.roles)  # type: ignore[call-overload]
        .join(Organisation, col(Organisation.id) == col(User.organisation_id))
        .where(col(Organisation.kind) == "lead", col(User.disabled_at).is_(None), works, _unseen(today))
        .order_by(col(User.id))
        .limit(most)
    )
    return tuple(
        Actor(
            id=UserId(row.id),
            organisation_id=OrganisationId(row.organisation_id),
            roles=frozenset(Role(key) for key in row.roles.split()),
        )
        for row in rows
    )


def look(session: Session, user_id: UserId, today: date) -> bool:
    """Store that it was looked today what is due to somebody; False where somebody else was quicker."""
    changed: Any = session.execute(
        update(User)
        .where(col(User.id) == user_id, _unseen(today))
        .values(reviews_seen_on=today)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)


def _unseen(today: date) -> ColumnElement[bool]:
    return or_(col(User.reviews_seen_on).is_(None), col(User.reviews_seen_on) < today)


def _has_role(role: Role) -> ColumnElement[bool]:
    return (" " + col(User.roles) + " ").contains(f" {role.value} ")
