"""Whom a stop of contact is told to: read by the system, since a partner may report it (ADR 2)."""

import msgspec
from sqlmodel import Session, col, select

from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.ports import SYSTEM
from portal.auth.tables import User
from portal.people.tables import PersonRow
from portal.people.team.tables import CaseTeamRow


class Alerted(msgspec.Struct, frozen=True, kw_only=True):
    """A person with whom contact is stopped, by reference, and the open accounts on the case team."""

    reference: Reference
    team: frozenset[UserId]


def whom_to_alert(session: Session, person_id: PersonId) -> Alerted | None:
    """Give whom a stop concerns, None where the person was erased, in two statements; it reaches no page.

    Source: CONT-03, TOP-11.
    """
    reference = session.exec(
        select(PersonRow.reference).where(PersonRow.id == person_id), execution_options=SYSTEM
    ).first()
    if reference is None:
        return None
    team = session.exec(
        select(CaseTeamRow.user_id)
        .join(User, col(User.id) == CaseTeamRow.user_id)
        .where(
            CaseTeamRow.person_id == person_id,
            col(CaseTeamRow.left_at).is_(None),
            col(User.disabled_at).is_(None),
        ),
        execution_options=SYSTEM,
    )
    return Alerted(reference=Reference(reference), team=frozenset(UserId(each) for each in team))
