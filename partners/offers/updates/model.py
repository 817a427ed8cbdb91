"""Updates after sending: which categories can be told anew, and the places that they are sealed for."""

from typing import Final
from uuid import UUID

from lvws_core.consent import DataCategory

TOLD_ANEW: Final = frozenset({DataCategory.RISK_LEVEL, DataCategory.SAFE_CONTACT})
"""What a partner is told again when it changes; everything else stays as it was shared."""

UPDATE_AWAITED = "offer.update_awaited"
CONTACT_UPDATED = "offer.contact_updated"


def column_of_update(update_id: UUID) -> str:
    """Name the place that the fields of an update are sealed for."""
    return f"shared_update.fields:{update_id}"
