"""What nobody published, drawn so that it is plausible: ages inside a band, days, closures, leans. All invented."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from lvws_core.times import add_months
from lvws_core.vocabulary import AgeBand, Borough, ClosureReason, CrimeCategory, SupportType

MONTHS: Final = tuple(add_months(date(2019, 4, 1), number) for number in range(12))
"""The first day of each month of year one."""

SELF_MONTHS: Final = dict.fromkeys(MONTHS[:7], 1.0) | dict.fromkeys(MONTHS[7:], 2.0)
"""How self-referrals lie over the months: after October they doubled. Source: domain 8.7 (3)."""

OTHER_MONTHS: Final = dict(
    zip(MONTHS, (0.99, 1.01, 1.0, 1.04, 1.01, 0.99, 1.02, 1.0, 0.95, 0.99, 0.97, 1.03), strict=True)
)
"""How all others lie over the months: nearly level."""

ABUSE_AGES: Final[Mapping[AgeBand, float]] = {
    AgeBand.UNDER_18: 1,
    AgeBand.FROM_18: 18,
    AgeBand.FROM_25: 32,
    AgeBand.FROM_35: 24,
    AgeBand.FROM_45: 13,
    AgeBand.FROM_55: 5,
    AgeBand.FROM_65: 3,
    AgeBand.NOT_GIVEN: 4,
}
"""The ages of those who were referred for domestic abuse, of which no table was published."""

ABUSE_CRIMES: Final[Mapping[CrimeCategory, float]] = {
    CrimeCategory.VIOLENCE_WITHOUT_INJURY: 40,
    CrimeCategory.VIOLENCE_WITH_INJURY: 32,
    CrimeCategory.NON_CRIME: 18,
    CrimeCategory.CRIMINAL_DAMAGE: 6,
    CrimeCategory.OTHER_CRIME: 4,
}
"""The crimes behind domestic abuse, which Table 2 counts by its level alone."""

ELSEWHERE: Final = {Borough.CITY_OF_LONDON: 0.006, Borough.OUTSIDE_LONDON: 0.012, Borough.UNKNOWN: 0.03}
"""Which part of all others has no borough of Table 3."""

REACHED: Final = {True: 38.0, False: 62.0}
"""Who was reached of those who did not take support up. Nobody recorded it in year one."""

SERIOUS: Final[Mapping[CrimeCategory, float]] = {
    CrimeCategory.HOMICIDE: 1.0,
    CrimeCategory.RAPE: 1.0,
    CrimeCategory.OTHER_SEXUAL_OFFENCES: 0.9,
    CrimeCategory.VIOLENCE_WITH_INJURY: 0.8,
    CrimeCategory.BURGLARY_DWELLING: 0.6,
    CrimeCategory.ARSON: 0.6,
    CrimeCategory.VIOLENCE_WITHOUT_INJURY: 0.4,
    CrimeCategory.OTHER_CRIME: 0.3,
}
"""How far enhanced priority leans to a crime; nothing for all others."""

REPORTED: Final[Mapping[CrimeCategory, float]] = {
    CrimeCategory.FRAUD_FORGERY: 1.0,
    CrimeCategory.BICYCLE_THEFT: 0.8,
    CrimeCategory.OTHER_THEFT: 0.6,
    CrimeCategory.THEFT_FROM_PERSON: 0.6,
}
"""How far police referrals, and among them those of other forces, lean to a crime; nothing for all others."""

_YEARS: Mapping[AgeBand, tuple[int, int]] = {
    AgeBand.UNDER_18: (13, 17),
    AgeBand.FROM_18: (18, 24),
    AgeBand.FROM_25: (25, 34),
    AgeBand.FROM_35: (35, 44),
    AgeBand.FROM_45: (45, 54),
    AgeBand.FROM_55: (55, 64),
    AgeBand.FROM_65: (65, 91),
}
_SUPPORTED = (
    *((ClosureReason.NEEDS_MET, 58), (ClosureReason.CLIENT_ENDED, 14), (ClosureReason.DISENGAGED, 14)),
    *((ClosureReason.RISK_REDUCED_PLANNED, 8), (ClosureReason.TRANSFERRED, 4), (ClosureReason.MOVED_AWAY, 2)),
)
_REASONS, _WEIGHTS = zip(*_SUPPORTED, strict=True)


def age_in(rng: random.Random, band: AgeBand) -> int | None:
    """Draw an age in completed years inside a band, None where none was given."""
    return rng.randint(*_YEARS[band]) if band in _YEARS else None


def day_in(rng: random.Random, month: date) -> date:
    """Draw a day of a month."""
    return month + timedelta(days=rng.randrange((add_months(month, 1) - month).days))


def reported(rng: random.Random, received_on: date) -> date:
    """Draw the day of the report to the police, most of them at most two days before."""
    return received_on - timedelta(days=rng.choices((0, 1, 2, 3, 6), (30, 40, 20, 6, 4))[0])


def after(rng: random.Random, day: date, typical: int) -> date:
    """Draw a day on or after another, half of them sooner than `typical` days, few much later."""
    return day + timedelta(days=min(int(rng.expovariate(0.69 / typical)), 8 * typical))


def ending(rng: random.Random, begun: date, support: SupportType | None) -> tuple[date, ClosureReason]:
    """Draw when and why support ended; `support` is None where domestic abuse was supported (SEED-16)."""
    typical = {SupportType.IMMEDIATE: 5, SupportType.ONGOING: 70, None: 60}[support]
    return after(rng, begun, typical), rng.choices(_REASONS, _WEIGHTS)[0]
