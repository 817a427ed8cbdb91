"""What makes a record that somebody may see one that they may not know of."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session

from partners.offers.tables import AttachmentRow, MessageRow, OfferEventRow, OfferRow, SharedUpdateRow
from portal.people.tables import ConflictRow, PersonRow
from portal.people.team.tables import CaseTeamRow, RestrictionRow
from tests.builders import CONSORTIUM, NOW
from tests.portal.matrix import Relation
from tests.staged import Staged

SHARED: tuple[Any, ...] = (OfferRow, OfferEventRow, MessageRow, AttachmentRow, SharedUpdateRow)
_COLLEAGUE = "administrator"
"""Whom restricted people are restricted to where the actor is not on their team: nobody asks as them."""


def arrange(staged: Staged, key: str, relation: Relation) -> None:
    """Let an account stand in this relation to everybody in the scene, and in none that was arranged before.

    What is not shared any more stays so: that relation comes last.
    """
    with staged.app.state.database.system() as session:
        for row in (RestrictionRow, CaseTeamRow, ConflictRow):
            session.execute(delete(row))
        match relation:
            case Relation.TEAM:
                _restrict(session, CONSORTIUM[key].id)
            case Relation.RESTRICTED:
                _restrict(session, CONSORTIUM[_COLLEAGUE].id)
            case Relation.CONFLICTED:
                _connect(session, CONSORTIUM[key].id)
            case Relation.CLOSED:
                for row in SHARED:
                    session.execute(update(row).values(partner_organisation_id=None))


def _connect(session: Session, staff_id: UUID) -> None:
    for number, about in enumerate(_people(session)):
        id_ = UUID(int=0xBAD000 + number)
        session.add(ConflictRow(id=id_, staff_id=staff_id, registered_by=staff_id, registered_at=NOW, **about))


def _restrict(session: Session, member: UUID) -> None:
    for number, about in enumerate(_people(session)):
        ids = [UUID(int=start + number) for start in (0xBAE000, 0xBAF000)]
        on_team = {"user_id": member, "joined_by": member, "joined_at": NOW, "reason": "cover"}
        session.add(CaseTeamRow(id=ids[0], **on_team, **about))
        restricted = {"restricted_by": member, "restricted_at": NOW, "reason": "known_person"}
        session.add(RestrictionRow(id=ids[1], **restricted, **about))


def _people(session: Session) -> list[dict[str, Any]]:
    person: Any = PersonRow
    found = session.execute(select(person.id, person.owner_organisation_id).order_by(person.reference))
    return [{"person_id": id_, "owner_organisation_id": owner_id} for id_, owner_id in found]
