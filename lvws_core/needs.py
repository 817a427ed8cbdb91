"""Needs: the eight categories scored at intake, review and closure, and the distance between two times."""

from collections.abc import Iterable, Mapping

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_mapping
from lvws_core.vocabulary import NeedCategory

LOWEST, HIGHEST = 0, 5
"""The ends of the scale: 0 is no need, 5 the greatest. Source: NEED-01 (project default)."""

Scores = Mapping[NeedCategory, int | None]
"""A score for each category; None is "not applicable", a category left out was not asked."""


class NeedsAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """The scores of one occasion, in the order of the categories.

    `total` adds the scores up; `not_applicable` and `not_asked` are never counted as 0. `greatest`
    are the categories with the highest score, if that is above 0.

    Source: NEED-01.
    """

    scores: Mapping[NeedCategory, int]
    not_applicable: tuple[NeedCategory, ...]
    not_asked: tuple[NeedCategory, ...]

    @property
    def total(self) -> int:
        """The sum of the scores, 0 to 40."""
        return sum(self.scores.values())

    @property
    def greatest(self) -> tuple[NeedCategory, ...]:
        """The categories of greatest need; empty when there is no need."""
        top = max(self.scores.values(), default=0)
        return tuple(category for category, score in self.scores.items() if score == top > 0)


class DistanceTravelled(msgspec.Struct, frozen=True, kw_only=True):
    """How far a person came between two assessments: positive where the need has become less.

    Only categories that were scored both times are compared; `not_compared` are the others.
    """

    by_category: Mapping[NeedCategory, int]
    not_compared: tuple[NeedCategory, ...]

    @property
    def total(self) -> int:
        """The sum over the compared categories, -40 to 40."""
        return sum(self.by_category.values())

    @property
    def improved(self) -> int:
        """How many categories have less need than before."""
        return sum(change > 0 for change in self.by_category.values())

    @property
    def worsened(self) -> int:
        """How many categories have more need than before."""
        return sum(change < 0 for change in self.by_category.values())

    @property
    def unchanged(self) -> int:
        """How many categories have the same need as before."""
        return sum(change == 0 for change in self.by_category.values())


def assess(scores: Scores) -> NeedsAssessment:
    """Give the assessment of one occasion.

    >>> assess({NeedCategory.FINANCE_BENEFITS: 4, NeedCategory.DRUGS_ALCOHOL: None}).total
    4

    Raises:
        Invalid: A category that does not exist (`unknown_category`), or a score that is no whole
            number from 0 to 5 (`out_of_range`), the field being the category; or no mapping.

    Source: NEED-01.
    """
    require_mapping("scores", scores)
    for key, score in scores.items():
        _require(key, score)
    scored = {c: score for c in NeedCategory if (score := scores.get(c)) is not None}
    return NeedsAssessment(
        scores=scored,
        not_applicable=_in_order(c for c in NeedCategory if c in scores and c not in scored),
        not_asked=_in_order(c for c in NeedCategory if c not in scores),
    )


def distance_travelled(first: NeedsAssessment | Scores, last: NeedsAssessment | Scores) -> DistanceTravelled:
    """Give how far each need went down between two occasions; up is negative.

    >>> distance_travelled({NeedCategory.FINANCE_BENEFITS: 4}, {NeedCategory.FINANCE_BENEFITS: 1}).total
    3

    Raises:
        Invalid: As `assess`.

    Source: NEED-01.
    """
    before, after = _scores(first), _scores(last)
    compared = {c: before[c] - after[c] for c in NeedCategory if c in before and c in after}
    return DistanceTravelled(
        by_category=compared,
        not_compared=_in_order(c for c in NeedCategory if c not in compared),
    )


def _scores(given: NeedsAssessment | Scores) -> Mapping[NeedCategory, int]:
    return given.scores if isinstance(given, NeedsAssessment) else assess(given).scores


def _require(key: NeedCategory, score: object) -> None:
    if key not in frozenset(NeedCategory):
        raise Invalid(str(key), "unknown_category")
    whole = isinstance(score, int) and not isinstance(score, bool) and LOWEST <= score <= HIGHEST
    if score is not None and not whole:
        raise Invalid(str(key), "out_of_range")


def _in_order(categories: Iterable[NeedCategory]) -> tuple[NeedCategory, ...]:
    return tuple(categories)
