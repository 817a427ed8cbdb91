"""Thresholds: what a borough's MARAC panel asks for, where it differs from the national values."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import msgspec

from lvws_core.errors import Invalid
from lvws_core.vocabulary import Borough


class MaracThreshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A panel's own thresholds from `valid_from` to `valid_to`, both inclusive; None is open-ended.

    `count` is of yes answers (1 to 24), `incidents` of police incidents in twelve months (1 or more).

    Raises:
        Invalid: A number out of range, or dates out of order.

    Source: RISK-20.
    """

    borough: Borough
    valid_from: date
    valid_to: date | None = None
    count: int
    incidents: int

    def __post_init__(self) -> None:
        """Refuse numbers and dates that make no sense."""
        if not 1 <= self.count <= 24:
            raise Invalid("count", "out_of_range")
        if self.incidents < 1:
            raise Invalid("incidents", "not_positive")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise Invalid("valid_to", "before_valid_from")

    def covers(self, borough: Borough | None, on: date) -> bool:
        """Say whether these are the thresholds of a borough on a day."""
        return borough == self.borough and self.valid_from <= on <= (self.valid_to or date.max)


def refuse_overlaps(thresholds: Iterable[MaracThreshold]) -> None:
    """Refuse two thresholds of one borough that share a day.

    Raises:
        Invalid: They do; a day would have two answers.
    """
    ordered = sorted(thresholds, key=lambda each: (each.borough.value, each.valid_from))
    for earlier, later in pairwise(ordered):
        if earlier.covers(later.borough, later.valid_from):
            raise Invalid("marac_thresholds", "overlapping")


def threshold_on(
    thresholds: Iterable[MaracThreshold], borough: Borough | None, on: date | None
) -> MaracThreshold | None:
    """Give the thresholds of a borough on a day; None where the national values hold.

    Raises:
        Invalid: The borough has thresholds of its own and no day says which.

    Source: RISK-20.
    """
    own = [each for each in thresholds if each.borough == borough]
    if not own:
        return None
    if on is None:
        raise Invalid("on", "required")
    return next((each for each in own if each.covers(borough, on)), None)
