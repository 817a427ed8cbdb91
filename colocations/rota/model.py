"""Shifts: whether one can stand, what stands against a new one, and which hours of a site nobody covers.

What counts is always the day of the shift. Nothing of it is stored: a clearance that lapses, a gate that opens
again or a leave that is recorded later makes a shift fall by itself, and one that is renewed lets it stand again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from colocations.placements.model import Clearance, Placement, against_shift
from colocations.rota.leave.model import Leave, is_away
from colocations.sites.hours.model import Period, period_words, without
from colocations.sites.model import Site
from colocations.sites.state.model import Gates
from lvws_core.holidays import HOLIDAYS
from lvws_core.ids import UserId
from lvws_core.reasons import Reason, because
from lvws_core.times import day_in_words
from lvws_core.vocabulary.labelled import Labelled


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A worker at a site for a time of one London day; `department` is "" for the whole site.

    `covers_id` is the shift in whose place it stands. One with `cancelled_at` (aware) was called off.
    """

    id: UUID
    site_id: UUID
    worker_id: UserId
    period: Period
    department: str = ""
    covers_id: UUID | None = None
    cancelled_at: datetime | None = None
    version: int = 1

    @property
    def day(self) -> date:
        """The London day on which it starts."""
        return self.period.day


class Standing(Labelled):
    """How a shift stands."""

    STANDS = "stands", "On"
    AWAY = "away", "Away"
    CANNOT_STAND = "cannot_stand", "Cannot stand"
    CALLED_OFF = "called_off", "Called off"


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What decides whether somebody may work somewhere: sites with gates, placements, clearances and leave."""

    sites: Mapping[UUID, Site] = {}
    gates: Mapping[UUID, Gates] = {}
    placements: Sequence[Placement] = ()
    clearances: Mapping[UserId, Sequence[Clearance]] = {}
    leaves: Sequence[Leave] = ()


def against_clearances(facts: Facts, worker_id: UserId, site_id: UUID, day: date) -> tuple[Reason, ...]:
    """Give every reason why a worker is not cleared for a site on a day, leave left aside.

    Source: COLO-02, COLO-03.
    """
    own = (each for each in facts.placements if each.worker_id == worker_id)
    return against_shift(
        facts.sites[site_id], facts.gates.get(site_id, ()), own, facts.clearances.get(worker_id, ()), day
    )


def standing_of(facts: Facts, shift: Shift) -> tuple[Standing, tuple[Reason, ...]]:
    """Give how a shift stands, with every reason why it does not.

    Source: COLO-03.
    """
    if shift.cancelled_at is not None:
        return Standing.CALLED_OFF, ()
    if reasons := against_clearances(facts, shift.worker_id, shift.site_id, shift.day):
        return Standing.CANNOT_STAND, reasons
    if is_away(shift.worker_id, facts.leaves, shift.day):
        return Standing.AWAY, (_away(shift.day),)
    return Standing.STANDS, ()


def standing_shifts(facts: Facts, shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Give the shifts on which somebody really comes."""
    return tuple(each for each in shifts if standing_of(facts, each)[0] is Standing.STANDS)


def against(facts: Facts, shift: Shift, others: Iterable[Shift]) -> tuple[Reason, ...]:
    """Give every reason why a shift cannot be put there: clearances, leave, and the worker's other shifts.

    `others` may be anybody's; one that was called off and the shift itself are no clash.

    Source: COLO-02, COLO-03.
    """
    reasons = list(against_clearances(facts, shift.worker_id, shift.site_id, shift.day))
    if is_away(shift.worker_id, facts.leaves, shift.day):
        reasons.append(_away(shift.day))
    for each in clashes(shift, others):
        name = facts.sites[each.site_id].name if each.site_id in facts.sites else "another site"
        where = "there" if each.site_id == shift.site_id else f"at {name}"
        text = f"On shift {where} already, {period_words(each.period)} on {day_in_words(each.day)}."
        reasons.append(because("on_shift", "COLO-03", text))
    return tuple(reasons)


def clashes(shift: Shift, others: Iterable[Shift]) -> tuple[Shift, ...]:
    """Give the shifts of the same worker that share time with one and were not called off."""
    return tuple(
        each
        for each in others
        if each.worker_id == shift.worker_id
        and each.id != shift.id
        and each.cancelled_at is None
        and each.period.overlaps(shift.period)
    )


def _away(day: date) -> Reason:
    return because("away", "COLO-03", f"Away on {day_in_words(day)}.")


class DayCover(msgspec.Struct, frozen=True, kw_only=True):
    """How a site is covered on a London day: when somebody is expected, and which of these hours nobody has."""

    site_id: UUID
    day: date
    expected: Period | None = None
    uncovered: tuple[Period, ...] = ()
    is_holiday: bool = False

    @property
    def is_covered(self) -> bool:
        """Whether nobody is missing: a day on which nobody is expected is covered."""
        return not self.uncovered


def coverage(site: Site, shifts: Iterable[Shift], days: Iterable[date]) -> tuple[DayCover, ...]:
    """Give for each London day whether the hours in which somebody is expected at a site are covered.

    `shifts` are those that stand (`standing_shifts`); those of other sites and days count for nothing. Without
    a cover plan nobody is expected, and no day has a gap; nor has one before the site opens or after it ended.

    Source: COLO-04, SL-RECS.
    """
    here = [each.period for each in shifts if each.site_id == site.id and each.cancelled_at is None]
    return tuple(_day_cover(site, here, day) for day in days)


def _day_cover(site: Site, here: Sequence[Period], day: date) -> DayCover:
    is_open = site.opened_on is not None and site.opened_on <= day and (site.ended_on is None or day < site.ended_on)
    expected = site.expected.on(day) if is_open else None
    return DayCover(
        site_id=site.id,
        day=day,
        expected=expected,
        uncovered=without(expected, here) if expected is not None else (),
        is_holiday=day in HOLIDAYS,
    )


def wards_left(site: Site, lost: Iterable[Shift], standing: Sequence[Shift]) -> tuple[str, ...]:
    """Give the wards that lost shifts leave without cover, in the order of the site; "" is the whole site.

    A shift for the whole site covers every ward; one for a ward covers that ward alone.
    """
    found = set()
    for shift in lost:
        wards = (shift.department,) if shift.department else site.departments or ("",)
        for ward in wards:
            others = [s.period for s in standing if s.site_id == site.id and s.department in {"", ward}]
            if without(shift.period, others):
                found.add(ward)
    order = ("", *site.departments)
    return tuple(sorted(found, key=lambda ward: (order.index(ward) if ward in order else len(order), ward)))
