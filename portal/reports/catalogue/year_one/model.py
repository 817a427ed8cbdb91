"""Tables 1 to 4 of the evaluation, for any period: by source, by crime, by borough, by age."""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from lvws_core.vocabulary import AgeBand, Borough, CrimeCategory, DomesticAbuseLevel, ReferralSource
from portal.intake.terms.model import TakeUp
from portal.reports.counting.model import CUBES, NONE
from portal.reports.defining.model import PERIOD_RULE, Count, Definition, Given, Line, Rate, Table, Test

TAKEN: Final = TakeUp.TAKEN_UP.value
ALL: Final = "all"
"""The key of the line that sums up a table."""

REFERRALS: Final = Count(key="referrals", label="Referrals", of=lambda _: True)
TAKE_UP: Final = Count(key="taken_up", label="Taken up", of=lambda parts: parts["answer"] == TAKEN)
REST: Final = Count(key="not_taken_up", label="Not taken up", of=lambda parts: parts["answer"] != TAKEN, shown=False)
"""What referrals and take-up leave: nobody sees it, and everybody can work it out."""

RATE: Final = Rate(key="rate", label="Take-up rate", part="taken_up", whole="referrals")
NUMERATOR: Final = (
    "Cases in which the person accepted at least one service beyond information, with consent to a record (TAKE-01)."
)


def whole(label: str = "All", of: Test = lambda _: True, key: str = ALL) -> Line:
    """Give a line that sums others up."""
    return Line(key=key, label=label, of=of, is_sum=True)


def part_is(name: str, key: str, label: str) -> Line:
    """Give the line of the counts in which a part of the key is this."""
    return Line(key=key, label=label, of=lambda parts: parts[name] == key)


def highest(table: Table, column: str = "rate") -> str:
    """Say which line has the highest share and which the lowest, with their numbers."""
    rated = [(table.number(line.key, column), line.label) for line in table.lines if not line.is_sum]
    known = sorted((share, label) for share, label in rated if share is not None)
    every = table.number(ALL, column)
    if not known or every is None:
        return "There is too little to compare in this period."
    (low, least), (high, most) = known[0], known[-1]
    return f"{every}% of all took up support: {most} {high}%, {least} {low}%."


_SOURCES = (ReferralSource.POLICE, ReferralSource.SELF_REFERRAL, ReferralSource.OTHER_AGENCY)


def _table_1_finding(table: Table) -> str:
    shares = {each: table.number(each.value, "rate") for each in _SOURCES}
    police, themselves = shares[ReferralSource.POLICE], shares[ReferralSource.SELF_REFERRAL]
    if police is None or themselves is None:
        return highest(table)
    return f"{police}% of police referrals took up support; self-referrals {themselves}%."


TABLE_1: Final = Definition(
    name="table-1",
    title="Referrals and take-up by source",
    about="How many victims were referred by the police, by themselves and by agencies, and took up support.",
    version=1,
    cube="source",
    dimensions=CUBES["source"].dimensions,
    line_label="Source",
    lines=(
        *(part_is("source", each.value, each.label) for each in _SOURCES),
        replace(part_is("source", "witness_care_unit", ReferralSource.WITNESS_CARE_UNIT.label), is_rare=True),
        whole(),
    ),
    columns=(
        *(REFERRALS, TAKE_UP, REST, RATE),
        Rate(key="share", label="Share of all taken up", part="taken_up", whole="taken_up", by_line=ALL),
    ),
    numerator=NUMERATOR,
    denominator="Referrals of victims received in the period; for the share, all cases taken up.",
    period_rule=PERIOD_RULE,
    charted="rate",
    finding=_table_1_finding,
)


def has_level(parts: Mapping[str, str]) -> bool:
    """Say whether a count is of domestic abuse."""
    return parts["level"] != NONE


def _crime(each: CrimeCategory) -> Line:
    return Line(
        key=each.value, label=each.label, of=lambda parts: parts["crime"] == each.value and not has_level(parts)
    )


TABLE_2: Final = Definition(
    name="table-2",
    title="Referrals and take-up by crime",
    about="Take-up by crime category; domestic abuse stands by itself, by its level.",
    version=1,
    cube="crime",
    dimensions=CUBES["crime"].dimensions,
    line_label="Crime",
    lines=(
        *map(_crime, CrimeCategory),
        Line(
            key="not_recorded",
            label="Not recorded",
            is_rare=True,
            of=lambda parts: parts["crime"] == NONE and not has_level(parts),
        ),
        whole("All without domestic abuse", lambda parts: not has_level(parts), "no_abuse"),
        *(part_is("level", each.value, each.label) for each in DomesticAbuseLevel),
        whole("All domestic abuse", has_level, "abuse"),
        whole(),
    ),
    columns=(REFERRALS, TAKE_UP, REST, RATE),
    numerator=NUMERATOR,
    denominator="Referrals of victims received in the period.",
    period_rule=PERIOD_RULE,
    charted="rate",
    finding=highest,
)


def _aged(each: AgeBand) -> Line:
    return Line(
        key=each.value, label=each.label, of=lambda parts: parts["band"] == each.value and parts["abuse"] == "no"
    )


TABLE_4: Final = Definition(
    name="table-4",
    title="Referrals and take-up by age",
    about="Take-up by age on the day of referral, without domestic abuse, of which no ages were published.",
    version=1,
    cube="age",
    dimensions=CUBES["age"].dimensions,
    line_label="Age",
    lines=(
        *map(_aged, AgeBand),
        whole(of=lambda parts: parts["abuse"] == "no"),
    ),
    columns=(REFERRALS, TAKE_UP, REST, RATE),
    numerator=NUMERATOR,
    denominator="Referrals of victims without domestic abuse that were received in the period.",
    period_rule=PERIOD_RULE,
    charted="rate",
    finding=highest,
    notes=("The offer was for adults; whoever is under 18 is counted in a line of their own (SEED-11).",),
)

_ELSEWHERE = frozenset({Borough.CITY_OF_LONDON.value, Borough.OUTSIDE_LONDON.value, Borough.UNKNOWN.value})
LISTED: Final = tuple(each for each in Borough if each.value not in _ELSEWHERE)
"""The boroughs of Table 3."""


def _abuse_in(parts: Mapping[str, str]) -> bool:
    return parts["abuse"] == "yes"


def _borough(each: Borough) -> Line:
    return Line(key=each.value, label=each.label, of=lambda parts: parts["borough"] == each.value and _abuse_in(parts))


VOLUMES: Final = (
    "The volumes of the police are those of July 2019 to June 2020, whatever the period of the referrals is (SEED-08)."
)


def summed(numbers: Mapping[Borough, int]) -> Mapping[str, int]:
    """Give numbers by borough, and what they add up to under `listed`."""
    return {each.value: number for each, number in numbers.items()} | {"listed": sum(numbers.values())}


def borough_lines() -> tuple[Line, ...]:
    """Give the lines of boroughs, what they add up to, and what has none of them."""
    return (
        *map(_borough, LISTED),
        whole("All listed boroughs", lambda p: p["borough"] not in _ELSEWHERE and _abuse_in(p), "listed"),
        Line(
            key="elsewhere",
            label="City of London, outside London or not known",
            of=lambda parts: parts["borough"] in _ELSEWHERE and _abuse_in(parts),
        ),
        whole(of=_abuse_in),
    )


def table_3(offences: Mapping[Borough, int], incidents: Mapping[Borough, int]) -> Definition:
    """Give the table of boroughs with the volumes of the police, by the boroughs' keys."""
    numbers = {"offences": offences, "incidents": incidents}
    police = {name: summed(each) for name, each in numbers.items()}
    return Definition(
        name="table-3",
        title="Domestic abuse by borough",
        about="Referrals for domestic abuse by borough, beside what the police recorded.",
        version=1,
        cube="borough",
        dimensions=CUBES["borough"].dimensions,
        line_label="Borough",
        lines=borough_lines(),
        columns=(
            REFERRALS,
            Rate(key="share", label="Share of referrals", part="referrals", whole="referrals", by_line="listed"),
            *(
                column
                for name, volumes in police.items()
                for column in (
                    Given(key=name, label=f"Police {name}", numbers=volumes),
                    Given(key=f"{name}_share", label=f"Share of {name}", numbers=volumes, by_line="listed"),
                )
            ),
        ),
        numerator="Referrals for domestic abuse from the borough.",
        denominator="Referrals for domestic abuse from all listed boroughs; the others are said below them (SEED-07).",
        period_rule=PERIOD_RULE,
        charted="referrals",
        is_ranked=True,
        finding=_most,
        notes=(VOLUMES,),
    )


def _most(table: Table) -> str:
    counted = [(table.number(line.key, "referrals"), line.label) for line in table.lines if not line.is_sum]
    number, label = max((number or 0, label) for number, label in counted)
    every = table.number(ALL, "referrals")
    if not number or every is None:
        return "There is too little to compare in this period."
    return f"Most of the {every:,} referrals for domestic abuse came from {label}: {number:,}."
