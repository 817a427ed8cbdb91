"""Who holds what stood before a correction."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import OrganisationId, Reference
from portal.people.corrections.model import Correction
from portal.sharing.model import Sharing


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """An offer with which the former value left: to whom, in which categories, and what was told since.

    `told_at` is when its partner was told of every one of them after the correction (aware), None while it was
    not. `is_live` says that the offer goes on, so that the partner can be told through it.
    """

    organisation_id: OrganisationId
    offer: Reference
    categories: tuple[DataCategory, ...]
    is_live: bool
    told_at: datetime | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A correction with whoever holds what stood before it."""

    correction: Correction
    holders: tuple[Holder, ...]


def known(corrections: Iterable[Correction], sharings: Iterable[Sharing], now: datetime) -> tuple[Known, ...]:
    """Give each correction with who holds what stood before: it left, and before the correction was made.

    Source: domain section 9.5; TOP-08.
    """
    left = tuple(sharings)
    return tuple(
        Known(correction=each, holders=tuple(h for sharing in left if (h := _holder(each, sharing, now)) is not None))
        for each in corrections
    )


def _holder(correction: Correction, sharing: Sharing, now: datetime) -> Holder | None:
    sent_at = sharing.history.filed.receipt.at
    categories = tuple(c for c in sharing.categories if c in correction.replaced)
    if not categories or sent_at >= correction.at:
        return None
    told = [sharing.told_last(category, now) for category in categories]
    since = [at for at in told if at is not None and at >= correction.at]
    return Holder(
        organisation_id=sharing.organisation_id,
        offer=sharing.history.filed.reference,
        categories=categories,
        is_live=sharing.offer.is_live,
        told_at=max(since) if len(since) == len(categories) else None,
    )
