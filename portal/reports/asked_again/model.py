"""The tell-it-once meter: counts by partner and coded reason, beside how many referrals were opened."""

from collections.abc import Mapping

import msgspec

from lvws_core.ids import OrganisationId
from partners.offers.asked_again.model import AskedReason
from portal.reports.model import Counts, protect

DEFINITION = "asked-again-1"
"""The version of what is counted: each time that a partner recorded it, in the month in which it did (TOP-20)."""

REASONS = tuple(AskedReason)


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a period; `opened` are the referrals that each partner opened first in it.

    `counts` is None where nothing was opened and nothing asked again.
    """

    counts: Counts[OrganisationId, AskedReason] | None
    opened: Mapping[OrganisationId, int]
    names: Mapping[OrganisationId, str]


def counted(
    asked: Mapping[OrganisationId, Mapping[AskedReason, int]],
    opened: Mapping[OrganisationId, int],
    *,
    is_protected: bool,
) -> Counts[OrganisationId, AskedReason] | None:
    """Give the table of counts, every partner that opened anything in it; for an analyst small figures are hidden.

    Source: TOP-20, MON-01.
    """
    rows = {each: asked.get(each, {}) for each in sorted({*asked, *opened}, key=str)}
    if not rows:
        return None
    found = protect(rows, REASONS)
    return found if is_protected else Counts(cells=found.cells, hidden=frozenset())
