"""The year-one twin: 167,030 invented cases that add up to every published table, the same ones each time.

Four groups – with domestic abuse and without, taken up and not – are dealt one deck for each margin. So
every margin is exact, and what lies between two margins is invented.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any, Final

import msgspec

from lvws_core.referrals.allocation import WorkerRole
from lvws_core.vocabulary import (
    AgeBand,
    Borough,
    ClosureReason,
    CrimeCategory,
    DomesticAbuseLevel,
    PoliceForce,
    ReferralSource,
    SupportType,
)
from portal.reports.twin.dealing.model import apportion, deal
from portal.reports.twin.drawing.model import (
    ABUSE_AGES,
    ABUSE_CRIMES,
    ELSEWHERE,
    MONTHS,
    OTHER_MONTHS,
    REACHED,
    REPORTED,
    SELF_MONTHS,
    SERIOUS,
    after,
    age_in,
    day_in,
    ending,
    reported,
)
from portal.reports.twin.margins.model import (
    ABUSE_BY_SOURCE,
    FORCES,
    POLICE,
    PRIORITY,
    ROLES,
    SELF,
    UNPLACED,
    Margins,
    Priority,
    rest,
)

SEED: Final = 2019
"""From which chance is drawn: the same seed gives the same cases."""


class Twin(msgspec.Struct, frozen=True, kw_only=True):
    """One invented case of year one.

    `number` counts from 1 in the order of receipt. `epr` is None where there is domestic abuse, for enhanced
    priority was published without it; `taken_up` None where nobody was reached. Days are London days.
    """

    number: int
    received_on: date
    reported_on: date | None
    source: ReferralSource
    force: PoliceForce | None
    crime_category: CrimeCategory
    da_level: DomesticAbuseLevel | None
    epr: bool | None
    borough: Borough
    age: int | None
    taken_up: bool | None
    taken_up_on: date | None
    support_type: SupportType | None
    allocated_to: WorkerRole | None
    closed_on: date
    closure_reason: ClosureReason


class _Dealt(msgspec.Struct):
    """A case while its cards are dealt."""

    took: bool
    level: DomesticAbuseLevel | None
    crime: CrimeCategory
    band: AgeBand
    source: ReferralSource
    epr: bool | None = None
    support: SupportType | None = None
    force: PoliceForce | None = None
    borough: Borough = Borough.UNKNOWN
    month: date = MONTHS[0]
    role: WorkerRole | None = None
    reached: bool = True


def year_one(margins: Margins, seed: int = SEED) -> tuple[Twin, ...]:
    """Make the cases of year one, in the order of receipt."""
    rng = random.Random(seed)  # noqa: S311 – the same cases again and again
    abuse = list(chain.from_iterable(_abuse(rng, margins, side) for side in (0, 1)))
    others = list(chain.from_iterable(_others(rng, margins, side) for side in (0, 1)))
    _give(abuse, "borough", deal(rng, dict(margins.boroughs) | UNPLACED))
    _give(others, "borough", deal(rng, _elsewhere(len(others), margins.offences)))
    every = [*abuse, *others]
    _forces(rng, every)
    _months(rng, every)
    _roles(rng, [case for case in every if case.took])
    left = [case for case in every if not case.took]
    _give(left, "reached", deal(rng, apportion(len(left), REACHED)))
    dated = sorted((day_in(rng, case.month), rng.random(), place) for place, case in enumerate(every))
    return tuple(_twin(rng, number, day, every[place]) for number, (day, _, place) in enumerate(dated, 1))


def _abuse(rng: random.Random, margins: Margins, side: int) -> Iterator[_Dealt]:
    levels = deal(rng, margins.levels[side])
    crimes = deal(rng, apportion(len(levels), ABUSE_CRIMES))
    bands = deal(rng, apportion(len(levels), ABUSE_AGES))
    sources = deal(rng, ABUSE_BY_SOURCE[side])
    for level, crime, band, source in zip(levels, crimes, bands, sources, strict=True):
        yield _Dealt(took=side == 0, level=level, crime=crime, band=band, source=source)


def _others(rng: random.Random, margins: Margins, side: int) -> Iterator[_Dealt]:
    crimes = deal(rng, margins.crimes[side])
    bands = deal(rng, margins.ages[side])
    sources = deal(rng, rest(margins.sources, ABUSE_BY_SOURCE)[side], [REPORTED.get(crime, 0.0) for crime in crimes])
    priority: list[Priority] = deal(rng, PRIORITY[side], [SERIOUS.get(crime, 0.0) for crime in crimes])
    for crime, band, source, (epr, support) in zip(crimes, bands, sources, priority, strict=True):
        yield _Dealt(took=side == 0, level=None, crime=crime, band=band, source=source, epr=epr, support=support)


def _give(cases: Sequence[_Dealt], field: str, cards: Sequence[Any]) -> None:
    for case, card in zip(cases, cards, strict=True):
        setattr(case, field, card)


def _elsewhere(total: int, offences: Mapping[Borough, int]) -> dict[Borough, int]:
    without = {borough: round(total * part) for borough, part in ELSEWHERE.items()}
    return apportion(total - sum(without.values()), offences) | without


def _forces(rng: random.Random, every: Sequence[_Dealt]) -> None:
    for side, took in enumerate((True, False)):
        cases = [case for case in every if case.source is POLICE and case.took is took]
        lean = [0.0 if case.level else 0.2 + REPORTED.get(case.crime, 0.0) for case in cases]
        _give(cases, "force", deal(rng, FORCES[side], lean))


def _months(rng: random.Random, every: Sequence[_Dealt]) -> None:
    for weights, themselves in ((SELF_MONTHS, True), (OTHER_MONTHS, False)):
        cases = [case for case in every if (case.source is SELF) is themselves]
        _give(cases, "month", deal(rng, apportion(len(cases), weights)))


def _roles(rng: random.Random, taken: Sequence[_Dealt]) -> None:
    # The deck goes from IDVA to triage, and so do the cases: high risk first, then what needs longest.
    def lean(case: _Dealt) -> float:
        if case.level is not None:
            return 3.0 if case.level is DomesticAbuseLevel.HIGH else 0.3
        return 1.0 if case.epr and case.support is SupportType.ONGOING else 0.0

    _give(taken, "role", deal(rng, ROLES, [lean(case) for case in taken]))


def _twin(rng: random.Random, number: int, day: date, case: _Dealt) -> Twin:
    begun = after(rng, day, 3) if case.took else None
    if begun is not None:
        closed_on, reason = ending(rng, begun, case.support)
    else:
        closed_on = after(rng, day, 9)
        reason = ClosureReason.SERVICE_REFUSED if case.reached else ClosureReason.NO_CONTACT
    return Twin(
        number=number,
        received_on=day,
        reported_on=reported(rng, day) if case.source is POLICE else None,
        source=case.source,
        force=case.force,
        crime_category=case.crime,
        da_level=case.level,
        epr=case.epr,
        borough=case.borough,
        age=age_in(rng, case.band),
        taken_up=True if case.took else False if case.reached else None,
        taken_up_on=begun,
        support_type=case.support,
        allocated_to=case.role,
        closed_on=closed_on,
        closure_reason=reason,
    )
