"""What each organisation could see at a moment: the events up to it, played again, and nothing that came later."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import OrganisationId, Reference
from portal.sharing.model import Sharing


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """What one offer let its partner open at a moment; `opened` is what it had opened by then.

    Both are in the order of the categories. `told_at` says of what had been told anew by then when that was.
    """

    organisation_id: OrganisationId
    offer: Reference
    could_open: tuple[DataCategory, ...]
    opened: tuple[DataCategory, ...]
    told_at: Mapping[DataCategory, datetime] = {}


def sights(sharings: Iterable[Sharing], at: datetime) -> tuple[Sight, ...]:
    """Give what each offer that had been sent by a moment (aware) let its partner see then.

    Raises:
        Conflict: The events of an offer do not follow from one another.

    Source: features 3.24; assurance I2.
    """
    return tuple(_sight(sharing, at) for sharing in sharings if sharing.history.filed.receipt.at <= at)


def _sight(sharing: Sharing, at: datetime) -> Sight:
    could = sharing.history.seen_at(at)
    by_then = (reading.categories for reading in sharing.readings if reading.at <= at)
    opened: frozenset[DataCategory] = frozenset().union(*by_then)
    return Sight(
        organisation_id=sharing.organisation_id,
        offer=sharing.history.filed.reference,
        could_open=tuple(category for category in sharing.categories if category in could),
        opened=tuple(category for category in sharing.categories if category in opened),
        told_at={c: told for c in could if (told := sharing.told_last(c, at)) is not None},
    )
