"""Updates after sending: which categories can be told anew, and the places that they are sealed for."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt, SharingPath
from lvws_core.ids import ConsentId, UserId

CORRECTED: Final = frozenset(
    {DataCategory.IDENTITY, DataCategory.ACCESS_NEEDS, DataCategory.LOCATION_BOROUGH, DataCategory.FULL_ADDRESS}
)
"""Of who somebody is, what a partner is told again when it was corrected. Source: domain section 9.5."""

TOLD_ANEW: Final = frozenset({DataCategory.RISK_LEVEL, DataCategory.SAFE_CONTACT}) | CORRECTED
"""What a partner is told again when it changes; everything else stays as it was shared."""

UPDATE_AWAITED = "offer.update_awaited"
CONTACT_UPDATED = "offer.contact_updated"


class Footing(msgspec.Struct, frozen=True, kw_only=True):
    """On what a telling rests: its path, and the consent with its London day where it is one. Source: CONS-10."""

    path: SharingPath
    consent_id: ConsentId | None = None
    consent_on: date | None = None


class SharedUpdate(msgspec.Struct, frozen=True, kw_only=True):
    """One telling after sending, as the lead reads it back: what, when, on what it rests, and who confirmed it."""

    offer_id: UUID
    receipt: Receipt
    footing: Footing
    confirmed_by: UserId


def column_of_update(update_id: UUID) -> str:
    """Name the place that the fields of an update are sealed for."""
    return f"shared_update.fields:{update_id}"
