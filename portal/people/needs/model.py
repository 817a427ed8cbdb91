"""The single needs assessment of a person: a series of occasions, the newest in force."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.needs import DistanceTravelled, NeedsAssessment, assess, distance_travelled
from lvws_core.vocabulary import Labelled, NeedCategory

NOT_APPLICABLE = None
"""The score of a category that does not concern the person; one that is left out was not asked."""


class Occasion(Labelled):
    """When needs are scored. Source: NEED-01."""

    INTAKE = "intake", "At intake"
    REVIEW = "review", "At a review"
    CLOSURE = "closure", "At closure"


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """The scores of one occasion; `version` counts from 1, the newest is in force, and none is ever changed.

    `scores` are 0 to 5 or None for not applicable; a category that is not in it was not asked. `at` is aware.

    Raises:
        Invalid: Nothing was scored at all (`required`), or a score that cannot be.

    Source: NEED-01, NEED-02.
    """

    version: int
    occasion: Occasion
    at: datetime
    by: UserId
    scores: Mapping[NeedCategory, int | None]

    def __post_init__(self) -> None:
        """Refuse an assessment of nothing, and scores that cannot be."""
        if not self.scores:
            raise Invalid("scores", "required")
        assess(self.scores)

    @property
    def assessed(self) -> NeedsAssessment:
        """The same scores as the core reads them."""
        return assess(self.scores)

    @property
    def needed(self) -> frozenset[NeedCategory]:
        """The categories in which there is a need."""
        return frozenset(category for category, score in self.scores.items() if score)


def travelled(series: Sequence[Scored]) -> DistanceTravelled | None:
    """Give how far the person came from the first occasion to the newest; None before there are two.

    `series` is the newest first, as the store gives it.

    Source: NEED-01.
    """
    return distance_travelled(series[-1].assessed, series[0].assessed) if len(series) > 1 else None


def next_occasion(series: Sequence[Scored]) -> Occasion:
    """Give the occasion that a new assessment is for, unless somebody says otherwise."""
    return Occasion.REVIEW if series else Occasion.INTAKE
