"""Builders of rows that belong together, for tests of the gate, the transactions and the migrations."""

from typing import Any
from uuid import UUID

from partners.directory.tables import ServiceRow
from partners.offers.tables import MessageRow, OfferRow
from portal.intake.tables import CaseRow
from portal.people.tables import PersonRow
from tests.builders import CONSORTIUM, LEAD, NOW, SHELTER

SERVICE_ID, PERSON_ID = UUID(int=1), UUID(int=2)
CASEWORKER_ID = CONSORTIUM["caseworker"].id


def a_service_row() -> ServiceRow:
    """Build the one service of these tests, which is Shelter's."""
    return ServiceRow(id=SERVICE_ID, organisation_id=SHELTER, key="housing", name="Housing", recipient="shelter")


def a_person_row(id_: UUID = PERSON_ID, *, reference: str = "7QK2-M9", owner: UUID = LEAD) -> PersonRow:
    """Build a person of the lead's."""
    return PersonRow(
        id=id_,
        owner_organisation_id=owner,
        reference=reference,
        created_at=NOW,
        created_by=CASEWORKER_ID,
        sealed_key=b"key",
        sealed_identity=b"sealed",
        name_index=b"index",
    )


def an_offer_row(id_: UUID, partner: UUID | None, **changes: Any) -> OfferRow:
    """Build an offer of the lead's; the partner is the one that may see it, None while nobody may."""
    values: dict[str, Any] = {
        "id": id_,
        "owner_organisation_id": LEAD,
        "partner_organisation_id": partner,
        "organisation_id": SHELTER,
        "service_id": SERVICE_ID,
        "request_id": id_,
        "person_id": PERSON_ID,
        "reference": f"REF-{id_.int}",
        "status": "sent",
        "version": 1,
        "risk": "high",
        "needs": "housing",
        "sender": "Caseworker",
        "changed_at": NOW,
        "sort_key": f"{id_.int:04}",
        "life": b"{}",
        "sealed_key": b"key",
    }
    return OfferRow(**values | changes)


def a_message_row(id_: UUID, offer_id: UUID, partner: UUID | None) -> MessageRow:
    """Build a message under an offer, seen by whom the offer is seen."""
    return MessageRow(
        id=id_,
        owner_organisation_id=LEAD,
        partner_organisation_id=partner,
        offer_id=offer_id,
        at=NOW,
        author_id=CASEWORKER_ID,
        author_side="lead",
        sealed_text=b"sealed",
    )


def a_case_row(number: int, taken_by: UUID, allocated_to: UUID | None = None, *, owner: UUID = LEAD) -> CaseRow:
    """Build a case that came from another agency."""
    return CaseRow(
        id=UUID(int=number),
        owner_organisation_id=owner,
        reference=f"CASE-{number}",
        source="other_agency",
        epr=False,
        needs="",
        received_on=NOW.date(),
        taken_by=taken_by,
        allocated_to=allocated_to,
        created_at=NOW,
        policy_version="2026-11",
    )
