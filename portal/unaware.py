"""Who is told nothing of a reference: a message about a notice that its reader cannot see tells that there is one.

The same two rules by which the gate hides the notice itself (`portal.criteria`): whoever stands in the conflict
register as connected with the person, and, of somebody restricted to a case team, everybody who is not on it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, exists, select, union
from sqlmodel import Session

from lvws_core.ids import Reference
from lvws_core.ports import SYSTEM
from partners.offers.tables import OfferRow
from portal.auth.tables import User
from portal.need_to_know import restricted
from portal.people.marac.tables import MaracReferralRow
from portal.people.tables import ConflictRow, PersonRow
from portal.people.team.tables import RestrictionRow


def _people(reference: Reference) -> Subquery:
    """Give whom a reference is about: that of an offer, of a MARAC referral, or of the person."""
    offer = OfferRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    paper = MaracReferralRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    person = PersonRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return union(
        select(offer.person_id.label("id")).where(offer.reference == reference),
        select(paper.person_id).where(paper.reference == reference),
        select(person.id).where(person.reference == reference),
    ).subquery()


def _ids(reference: Reference) -> Select[tuple[UUID]]:
    return select(_people(reference).c.id)


def is_connected(reference: Reference) -> ColumnElement[bool]:
    """Say of an account of the statement that it stands in the conflict register of whom the reference is about."""
    register = ConflictRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    user = User.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return exists().where(
        register.staff_id == user.id, register.ended_at.is_(None), register.person_id.in_(_ids(reference))
    )


def is_restricted(reference: Reference) -> ColumnElement[bool]:
    """Say of an account of the statement that its organisation restricts whom the reference is about to a team."""
    standing = RestrictionRow.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    user = User.__table__.c  # type: ignore[attr-defined]  # SQLModel adds it
    return exists().where(
        standing.owner_organisation_id == user.organisation_id,
        standing.lifted_at.is_(None),
        standing.person_id.in_(_ids(reference)),
    )


def is_unaware(
    session: Session, reference: Reference, organisation_id: UUID, staff_id: UUID, *, manages: bool, on: date
) -> bool:
    """Say whether somebody of an organisation may not know of whom a reference is about; `on` is a London day."""
    people = _people(reference)
    hidden = restricted(organisation_id, staff_id, manages=manages, on=on)
    found = select(people.c.id).where(people.c.id.in_(hidden)).limit(1)
    return session.execute(found, execution_options=SYSTEM).first() is not None
