"""Who is on which team, who must not know of whom, and who is restricted: for many people at once."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.ids import PersonId, UserId
from lvws_core.ports import SYSTEM
from portal.people.tables import ConflictRow
from portal.people.team.tables import CaseTeamRow, RestrictionRow


def connected(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, frozenset[UserId]]:
    """Give the members of staff who are connected with each of these people, whoever registered it.

    The statement is the system's own: who is connected is kept from them, and so cannot be left to their session.
    """
    rows = session.execute(
        select(col(ConflictRow.person_id), col(ConflictRow.staff_id)).where(
            col(ConflictRow.person_id).in_(people),
            col(ConflictRow.staff_id).is_not(None),
            col(ConflictRow.ended_at).is_(None),
        ),
        execution_options=SYSTEM,
    )
    found: dict[PersonId, frozenset[UserId]] = {}
    for person_id, staff_id in rows:
        whose = PersonId(person_id)
        found[whose] = found.get(whose, frozenset()) | {UserId(staff_id)}
    return found


def teams(session: Session, people: Collection[PersonId]) -> Mapping[PersonId, frozenset[UserId]]:
    """Give who is on the team of each of these people now."""
    rows = session.execute(
        select(col(CaseTeamRow.person_id), col(CaseTeamRow.user_id)).where(
            col(CaseTeamRow.person_id).in_(people), col(CaseTeamRow.left_at).is_(None)
        )
    )
    found: dict[PersonId, frozenset[UserId]] = {}
    for person_id, user_id in rows:
        whose = PersonId(person_id)
        found[whose] = found.get(whose, frozenset()) | {UserId(user_id)}
    return found


def restricted_among(session: Session, people: Collection[PersonId]) -> frozenset[PersonId]:
    """Give which of these people are restricted to their team."""
    rows = session.execute(
        select(col(RestrictionRow.person_id)).where(
            col(RestrictionRow.person_id).in_(people), col(RestrictionRow.lifted_at).is_(None)
        )
    )
    return frozenset(PersonId(person_id) for (person_id,) in rows)
