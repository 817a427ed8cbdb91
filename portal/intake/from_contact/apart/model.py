"""Which case names the hospital of a contact as its source, and what stands there instead."""

from datetime import datetime
from typing import Final

from lvws_core.vocabulary import ReferralSource

UNNAMED: Final = "Not named"
"""What stands for the agency of a case that came from a contact which is kept apart. Source: TOP-14."""


def names_host(source: ReferralSource, agency: str, created_at: datetime, host: str, met_at: datetime) -> bool:
    """Say whether a case came from a host: its agency names it, and it was taken in after the contact there.

    Both moments are aware. Source: TOP-14.
    """
    came_later = source is ReferralSource.OTHER_AGENCY and created_at >= met_at
    return came_later and host.casefold() in agency.casefold()


def named_again(agency: str, created_at: datetime, met_at: datetime) -> bool:
    """Say whether a case is one of which the host was taken off after this contact; both moments are aware."""
    return agency == UNNAMED and created_at >= met_at
