"""Whom emergency access is asked for: found in the portal's own scope, since the reader may not know of them."""

import msgspec
from sqlmodel import Session, col, or_, select

from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.ports import SYSTEM, Vault
from partners.offers.tables import OfferRow
from portal.people import store as people
from portal.people.model import Sought
from portal.people.tables import ConflictRow, PersonRow


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whose record may be opened, and the address of what was asked for."""

    person_id: PersonId
    path: str


def target(session: Session, vault: Vault, sought: Sought, *, organisation_id: OrganisationId) -> Target | None:
    """Give the one person or offer of an organisation that is meant; None where there is none, or more than one."""
    rows = session.exec(
        select(PersonRow.id, PersonRow.reference)
        .where(
            PersonRow.owner_organisation_id == organisation_id,
            col(PersonRow.sealed_key).is_not(None),
            or_(*people.criteria_of(vault, sought)),
        )
        .limit(2),
        execution_options=SYSTEM,
    ).all()
    if len(rows) == 1:
        return Target(person_id=PersonId(rows[0][0]), path=f"/people/{rows[0][1]}")
    if rows or sought.reference is None:
        return None
    return _of_offer(session, sought.reference, organisation_id)


def _of_offer(session: Session, reference: Reference, organisation_id: OrganisationId) -> Target | None:
    ours = or_(
        col(OfferRow.owner_organisation_id) == organisation_id,
        col(OfferRow.partner_organisation_id) == organisation_id,
    )
    person_id = session.exec(
        select(OfferRow.person_id).where(OfferRow.reference == reference, ours, col(OfferRow.sealed_key).is_not(None)),
        execution_options=SYSTEM,
    ).first()
    return None if person_id is None else Target(person_id=PersonId(person_id), path=f"/offers/{reference}")


def is_visible(session: Session, found: Target) -> bool:
    """Say whether the session sees the person, or the offer that was asked for, as it is."""
    if found.path.startswith("/people/"):
        return session.exec(select(PersonRow.id).where(PersonRow.id == found.person_id)).first() is not None
    reference = found.path.removeprefix("/offers/")
    return session.exec(select(OfferRow.id).where(OfferRow.reference == reference)).first() is not None


def connected(session: Session, person_id: PersonId) -> frozenset[UserId]:
    """Give who stands in the conflict register as connected with a person, whoever registered it."""
    rows = session.exec(
        select(ConflictRow.staff_id).where(
            ConflictRow.person_id == person_id,
            col(ConflictRow.staff_id).is_not(None),
            col(ConflictRow.ended_at).is_(None),
        ),
        execution_options=SYSTEM,
    )
    return frozenset(UserId(each) for each in rows if each is not None)
