"""Rows of case teams: who is on, who was, and what stands."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from lvws_core.actors import GRANTS, Permission, Role
from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.times import utc
from portal.auth.tables import User
from portal.people.team.model import JoinReason, LeaveReason, Member, Restriction, RestrictReason, Team
from portal.people.team.tables import CaseTeamRow, RestrictionRow

_MOST = 100
_READERS = frozenset(role.value for role in Role if Permission.PERSON_READ in GRANTS[role])


def of_person(session: Session, person_id: PersonId) -> Team:
    """Give the team of a person, who was on it before included; it opens nothing sealed."""
    rows = session.exec(
        select(CaseTeamRow)
        .where(CaseTeamRow.person_id == person_id)
        .order_by(col(CaseTeamRow.joined_at), col(CaseTeamRow.id))
        .limit(_MOST)
    )
    members = tuple(_member(row) for row in rows)
    return Team(person_id=person_id, members=members, restriction=restriction(session, person_id))


def people_of(session: Session, user_id: UserId, most: int) -> tuple[PersonId, ...]:
    """Give on whose teams somebody is, whom they joined last first; it opens nothing sealed."""
    rows = session.exec(
        select(CaseTeamRow.person_id)
        .where(CaseTeamRow.user_id == user_id, col(CaseTeamRow.left_at).is_(None))
        .order_by(col(CaseTeamRow.joined_at).desc(), col(CaseTeamRow.id))
        .limit(most)
    )
    return tuple(map(PersonId, rows))


def restriction(session: Session, person_id: PersonId) -> Restriction | None:
    """Give the restriction that stands, None where there is none."""
    row = session.exec(
        select(RestrictionRow).where(RestrictionRow.person_id == person_id, col(RestrictionRow.lifted_at).is_(None))
    ).first()
    if row is None:
        return None
    return Restriction(reason=RestrictReason(row.reason), at=utc(row.restricted_at), by=UserId(row.restricted_by))


def join(
    session: Session,
    member: Member,
    *,
    person_id: PersonId,
    owner_id: OrganisationId,
    by: UserId,
) -> None:
    """Put somebody on the team.

    Raises:
        IntegrityError: They are on it already.
    """
    place(session, member, person_id=person_id, owner_id=owner_id, by=by)
    session.flush()


def place(session: Session, member: Member, *, person_id: PersonId, owner_id: OrganisationId, by: UserId) -> None:
    """Do as `join`; the row goes to the database with the next flush, among many of its kind."""
    session.add(
        CaseTeamRow(
            id=member.id,
            owner_organisation_id=owner_id,
            person_id=person_id,
            user_id=member.user_id,
            reason=member.reason.value,
            joined_at=utc(member.joined_at),
            joined_by=by,
        )
    )


def leave(
    session: Session, person_id: PersonId, user_id: UserId, reason: LeaveReason, *, by: UserId, at: datetime
) -> bool:
    """Take somebody off the team; False where they are not on it."""
    result = session.exec(
        update(CaseTeamRow)
        .where(
            col(CaseTeamRow.person_id) == person_id,
            col(CaseTeamRow.user_id) == user_id,
            col(CaseTeamRow.left_at).is_(None),
        )
        .values(left_at=utc(at), left_by=by, left_because=reason.value)
    )
    return bool(result.rowcount)


def restrict(
    session: Session, standing: Restriction, *, row_id: UUID, person_id: PersonId, owner_id: OrganisationId
) -> None:
    """Restrict a person to the team.

    Raises:
        IntegrityError: A restriction stands already.
    """
    session.add(
        RestrictionRow(
            id=row_id,
            owner_organisation_id=owner_id,
            person_id=person_id,
            reason=standing.reason.value,
            restricted_at=utc(standing.at),
            restricted_by=standing.by,
        )
    )
    session.flush()


def lift(session: Session, person_id: PersonId, *, by: UserId, at: datetime) -> bool:
    """Lift the restriction; False where none stands."""
    result = session.exec(
        update(RestrictionRow)
        .where(col(RestrictionRow.person_id) == person_id, col(RestrictionRow.lifted_at).is_(None))
        .values(lifted_at=utc(at), lifted_by=by)
    )
    return bool(result.rowcount)


def readers(session: Session, organisation_id: OrganisationId) -> dict[UserId, str]:
    """Give the open accounts of an organisation that may read people, by name."""
    rows = session.exec(
        select(User.id, User.display_name, User.roles)
        .where(User.organisation_id == organisation_id, col(User.disabled_at).is_(None))
        .order_by(User.display_name)
    )
    return {UserId(user_id): name for user_id, name, roles in rows if _READERS & set(roles.split())}


def _member(row: CaseTeamRow) -> Member:
    return Member(
        id=row.id,
        user_id=UserId(row.user_id),
        reason=JoinReason(row.reason),
        joined_at=utc(row.joined_at),
        left_at=utc(row.left_at) if row.left_at else None,
        left_because=LeaveReason(row.left_because) if row.left_because else None,
    )
