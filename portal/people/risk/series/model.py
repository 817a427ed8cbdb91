"""The places of a small picture of counts over time; numbers are units of the picture, its origin is top left."""

from collections.abc import Sequence

import msgspec

from lvws_core.risk.dash import QUESTIONS
from portal.people.risk.model import PastAssessment

WIDTH, HEIGHT = 640, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 610, 24, 160


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment in the picture: where, and its count."""

    x: int
    y: int
    label: str


def height_of(count: int) -> int:
    """Give how far down a count of yes answers (0 to 24) stands."""
    return round(_BOTTOM - (_BOTTOM - _TOP) * count / len(QUESTIONS))


def points(earliest_first: Sequence[PastAssessment]) -> tuple[Point, ...]:
    """Give each assessment's place, as far apart as the days between them; at least two.

    Assessments of one moment stand beside one another in equal steps.
    """
    start, end = earliest_first[0].assessed_at, earliest_first[-1].assessed_at
    whole = (end - start).total_seconds()
    steps = len(earliest_first) - 1
    return tuple(
        Point(
            x=round(
                _LEFT + (_RIGHT - _LEFT) * ((e.assessed_at - start).total_seconds() / whole if whole else n / steps)
            ),
            y=height_of(e.yes_count),
            label=str(e.yes_count),
        )
        for n, e in enumerate(earliest_first)
    )
