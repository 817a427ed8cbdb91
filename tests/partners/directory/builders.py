"""Builders of the directory: agreements, capacity and listings with fixed ids."""

from datetime import date
from typing import Any
from uuid import UUID

from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.consent.sharing import RecipientKind
from lvws_core.ids import AgreementId, ServiceId
from partners.directory.model import Listing, Terms
from tests.builders import SHELTER

ON = date(2026, 11, 23)
HOUSING = ServiceId(UUID(int=0xE0))


def an_agreement(number: int = 1, **changes: Any) -> Agreement:
    values: dict[str, Any] = {
        "id": AgreementId(UUID(int=0xD0 + number)),
        "organisation_id": SHELTER,
        "categories": frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT}),
        "status": AgreementStatus.LIVE,
        "starts_on": date(2026, 1, 1),
    }
    return Agreement(**{**values, **changes})


def a_listing(**changes: Any) -> Listing:
    values: dict[str, Any] = {
        "id": HOUSING,
        "organisation_id": SHELTER,
        "name": "Housing advice",
        "recipient": RecipientKind.SHELTER,
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
        "terms": Terms(organisation_name="Shelter", age_min=16),
    }
    return Listing(**{**values, **changes})
