"""Weighted caseloads against the guideline, and where it pinches: values to values."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.policy import Policy
from lvws_core.vocabulary import DomesticAbuseLevel, Labelled
from portal.intake.allocation.model import points_of

NEARLY_FULL: Final = 75
"""From how many in the hundred of the most a caseload is nearly full. A project default."""


class Weight(Labelled):
    """What makes a case weigh what it weighs. Source: domain 8.7 (18)."""

    HIGH = "high", "high-risk domestic abuse"
    ENHANCED = "enhanced", "domestic abuse or enhanced priority"
    OTHER = "other", "other"

    def points(self, policy: Policy) -> int:
        """Give the points of one such case."""
        level = DomesticAbuseLevel.HIGH if self is Weight.HIGH else None
        return points_of(level, policy, is_epr=self is Weight.ENHANCED)


def weight_of(level: DomesticAbuseLevel | None, *, is_epr: bool) -> Weight:
    """Give what makes an open case weigh what it weighs."""
    if level is DomesticAbuseLevel.HIGH:
        return Weight.HIGH
    return Weight.ENHANCED if level is not None or is_epr else Weight.OTHER


class Fullness(Labelled):
    """How full a caseload is, in words: colour is never alone."""

    ROOM = "room", "Room for more"
    NEARLY = "nearly", "Nearly full"
    FULL = "full", "Full"
    OVER = "over", "Over the most"


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """What one worker has: open cases by weight, the points that they make of the most, and what is late.

    `people` are those without an open case whose key worker this is, as far as there is something to do.
    `late` counts replies, acknowledgements and news to tell whose time has passed. `is_away` says that an
    absence runs, `has_cover` that somebody covers it; `is_open` is false for an account that is closed.
    """

    worker_id: UserId
    name: str
    takes: str
    most_points: int
    cases: Mapping[Weight, int]
    points: int
    people: int = 0
    late: int = 0
    is_open: bool = True
    is_away: bool = False
    has_cover: bool = False

    @property
    def number(self) -> int:
        """How many open cases there are."""
        return sum(self.cases.values())

    @property
    def holds(self) -> int:
        """How many cases and people without one somebody has to take where the worker is gone or away."""
        return self.number + self.people

    @property
    def fullness(self) -> Fullness:
        """How full it is; with a most of nothing any case is over it."""
        if self.points > self.most_points:
            return Fullness.OVER
        if self.points == self.most_points:
            return Fullness.FULL
        return Fullness.NEARLY if 100 * self.points >= NEARLY_FULL * self.most_points else Fullness.ROOM


def load_points(cases: Mapping[Weight, int], policy: Policy) -> int:
    """Give the points of so many open cases of each weight."""
    return sum(weight.points(policy) * number for weight, number in cases.items())


class Pinch(Labelled):
    """Where it pinches; the label goes on after the worker's name."""

    LEFT = "left", "has left, and their work is nobody’s"
    NO_COVER = "no_cover", "is away, and nobody covers"
    OVER = "over", "has more than the most"
    LATE = "late", "has work whose time has passed"


class PinchPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A worker with whom it pinches, how, and by how much: cases, points beyond the most, or what is late."""

    worker_id: UserId
    name: str
    kind: Pinch
    number: int


def pinch_points(loads: Iterable[Load]) -> tuple[PinchPoint, ...]:
    """Give every point at which it pinches, what leaves people without anybody first, then the largest.

    Source: domain 8.7 (11, 18).
    """
    order = {kind: place for place, kind in enumerate(Pinch)}
    found = (point for load in loads for point in _pinches(load))
    return tuple(sorted(found, key=lambda each: (order[each.kind], -each.number, each.name, str(each.worker_id))))


def _pinches(load: Load) -> Iterator[PinchPoint]:
    over = load.points - load.most_points
    causes = (
        (Pinch.LEFT, not load.is_open and load.holds > 0, load.holds),
        (Pinch.NO_COVER, load.is_open and load.is_away and not load.has_cover and load.holds > 0, load.holds),
        (Pinch.OVER, load.is_open and over > 0, over),
        (Pinch.LATE, load.is_open and load.late > 0, load.late),
    )
    for kind, applies, number in causes:
        if applies:
            yield PinchPoint(worker_id=load.worker_id, name=load.name, kind=kind, number=number)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What waits: so many, `most` of them counted, the longest since a moment (aware UTC), None where nothing does."""

    number: int
    since: datetime | None = None


class LeftCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case, or a person without one, whose worker's account is closed: nobody's until it is handed over.

    `weight` is None of a person without a case.
    """

    reference: Reference
    worker_id: UserId
    weight: Weight | None
    since: datetime
