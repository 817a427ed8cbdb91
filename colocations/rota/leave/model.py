"""Leave as the rota knows it: who is away on which London days."""

from collections.abc import Iterable
from datetime import date

import msgspec

from lvws_core.ids import UserId


class Leave(msgspec.Struct, frozen=True, kw_only=True):
    """London days, both inclusive, on which a worker is away; one that was called off is none."""

    worker_id: UserId
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Say whether the worker is away on a day."""
        return self.first <= day <= self.last


def is_away(worker_id: UserId, leaves: Iterable[Leave], day: date) -> bool:
    """Say whether a worker is away on a London day."""
    return any(each.worker_id == worker_id and each.covers(day) for each in leaves)
