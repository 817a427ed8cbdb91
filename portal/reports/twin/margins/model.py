"""The margins of year one: read from the published tables, or derived from them (domain section 11)."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import msgspec

from lvws_core.referrals.allocation import WorkerRole
from lvws_core.vocabulary import (
    AgeBand,
    Borough,
    CrimeCategory,
    DomesticAbuseLevel,
    Labelled,
    PoliceForce,
    ReferralSource,
    SupportType,
)

Lines = Sequence[Mapping[str, str]]
"""The lines of a published table."""

Key = TypeVar("Key")
Label = TypeVar("Label", bound=Labelled)

Split = tuple[Mapping[Key, int], Mapping[Key, int]]
"""How many cases there are of each kind: of those who took support up, and of those who did not."""

POLICE, SELF, AGENCY = ReferralSource.POLICE, ReferralSource.SELF_REFERRAL, ReferralSource.OTHER_AGENCY

ABUSE_BY_SOURCE: Final[Split[ReferralSource]] = (
    {POLICE: 13_495, SELF: 2_006, AGENCY: 1_748},
    {POLICE: 33_200 - 13_495, SELF: 2_640 - 2_006, AGENCY: 3_092 - 1_748},
)
"""Domestic abuse by source.

The take-up is published or follows from what is. The referrals are not: 33,200, 2,640 and 3,092 are the round
numbers among the few that fit 41 % of police and 76 % of self-referrals, and the 3,580 of other agencies.

Source: domain section 11, SEED-15.
"""

FORCES: Final[Split[PoliceForce]] = (
    {
        PoliceForce.ACTION_FRAUD: 2_500,
        PoliceForce.OTHER_POLICE_FORCE_AREA: 300,
        PoliceForce.BRITISH_TRANSPORT_POLICE: 600,
        PoliceForce.CITY_OF_LONDON_POLICE: 325,
        PoliceForce.METROPOLITAN_POLICE_SERVICE: 22_858,
    },
    {
        PoliceForce.ACTION_FRAUD: 17_500,
        PoliceForce.OTHER_POLICE_FORCE_AREA: 1_500,
        PoliceForce.BRITISH_TRANSPORT_POLICE: 3_000,
        PoliceForce.CITY_OF_LONDON_POLICE: 1_548,
        PoliceForce.METROPOLITAN_POLICE_SERVICE: 123_735 - 22_858,
    },
)
"""The Metropolitan Police as published; how the other 27,273 referrals lie among four forces is invented."""

Priority = tuple[bool, SupportType | None]
"""Whether a case has enhanced priority, and the kind of support; None of who did not take it up."""

PRIORITY: Final[Split[Priority]] = (
    {
        (True, SupportType.ONGOING): 13_218 - 8_139,
        (True, SupportType.IMMEDIATE): 8_139,
        (False, SupportType.ONGOING): 7_770 - 5_936,
        (False, SupportType.IMMEDIATE): 5_936,
    },
    {(True, None): 63_454 - 13_218, (False, None): 64_644 - 7_770},
)
"""Enhanced priority and the kind of support, where there is no domestic abuse. Source: domain 8.2."""

ROLES: Final = {WorkerRole.IDVA: 3_192, WorkerRole.COMPLEX_IVA: 4_746, WorkerRole.TRIAGE_IVA: 30_299}
"""Who supported those who took it up. Source: domain 8.1, SEED-10."""

UNPLACED: Final = {Borough.CITY_OF_LONDON: 96, Borough.OUTSIDE_LONDON: 512, Borough.UNKNOWN: 2_049 - 96 - 512}
"""The 2,049 that Table 3 leaves out, under where they may have been; the split is invented. Source: SEED-07."""


class Margins(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables say: a split has those who took support up first, then the others.

    `boroughs` are referrals for domestic abuse, whether it was taken up or not; `offences` the offences by borough.
    """

    sources: Split[ReferralSource]
    crimes: Split[CrimeCategory]
    levels: Split[DomesticAbuseLevel]
    boroughs: Mapping[Borough, int]
    offences: Mapping[Borough, int]
    ages: Split[AgeBand]


def margins_of(sources: Lines, crimes: Lines, boroughs: Lines, ages: Lines) -> Margins:
    """Read the four tables as they were published.

    Raises:
        KeyError: A line that the vocabulary does not know.
    """
    by_source = _split(sources, "referral_source", "total_referrals", "take_up_cases")
    by_crime = _split([line for line in crimes if line["row_type"] == "non_da"], "crime_category", "referrals")
    by_level = _split([line for line in crimes if line["row_type"] == "da"], "crime_category", "referrals")
    by_age = _split([line for line in ages if line["age_band"] != "TOTAL"], "age_band", "referrals", "take_up_cases")
    return Margins(
        sources=_keyed(by_source, _SOURCES),
        crimes=_keyed(by_crime, _CRIMES),
        levels=_keyed(by_level, _LEVELS),
        boroughs=by_borough(boroughs, "da_referrals"),
        offences=by_borough(boroughs, "dv_offences"),
        ages=_keyed(by_age, _AGES),
    )


def by_borough(lines: Lines, column: str) -> Mapping[Borough, int]:
    """Give a column of Table 3 by the borough."""
    return {_BOROUGHS[line["borough"]]: int(line[column]) for line in lines}


def rest(split: Split[Key], part: Split[Key]) -> Split[Key]:
    """Take one split away from another."""
    taken, others = ({key: split[side][key] - part[side][key] for key in split[side]} for side in (0, 1))
    return taken, others


def _split(lines: Lines, key: str, every: str, taken: str = "take_up") -> Split[str]:
    took = {line[key]: int(line[taken]) for line in lines}
    return took, {line[key]: int(line[every]) - took[line[key]] for line in lines}


def _keyed(split: Split[str], keys: Mapping[str, Label]) -> Split[Label]:
    took, others = ({keys[name]: number for name, number in side.items()} for side in split)
    return took, others


_SOURCES = {"Police": POLICE, "Self-referral": SELF, "Other agencies": AGENCY}
_LEVELS = {"High risk DA": DomesticAbuseLevel.HIGH, "Low/medium risk DA": DomesticAbuseLevel.LOW_MEDIUM}
_AGES = {each.label if each is not AgeBand.NOT_GIVEN else "Not Given": each for each in AgeBand}
_BOROUGHS = {each.label: each for each in Borough}
_CRIMES = dict(
    zip(
        (
            *("Non-Crime", "Homicide", "Rape", "Other Sexual Offences", "Other Crime", "Violence without Injury"),
            *("Violence with Injury", "Arson", "Fraud & Forgery", "Burglary - Dwelling", "Criminal Damage"),
            *("Theft from the Person", "Other Theft", "Burglary - Non-Dwelling", "Bicycle Theft"),
        ),
        CrimeCategory,
        strict=True,
    )
)
"""The published words, in the order of Table 2, which is that of the vocabulary."""
