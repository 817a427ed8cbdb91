"""The monthly figures, and the funnel: received, contacted, taken up, closed, by source, force, crime and priority."""

from collections.abc import Mapping
from typing import Final

from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel, PoliceForce, ReferralSource
from portal.intake.terms.model import TakeUp
from portal.reports.catalogue.year_one.model import (
    ALL,
    NUMERATOR,
    RATE,
    REFERRALS,
    REST,
    TAKE_UP,
    TAKEN,
    has_level,
    part_is,
    whole,
)
from portal.reports.counting.model import CUBES
from portal.reports.defining.model import PERIOD_RULE, Count, Definition, Line, Rate, Table, Test

_REACHED = {TAKEN, TakeUp.NOT_TAKEN_UP.value}


def _from(source: ReferralSource) -> Count:
    return Count(key=source.value, label=source.label, of=lambda parts: parts["source"] == source.value)


def _monthly_finding(table: Table) -> str:
    counted = [(table.number(line.key, "referrals"), line.label) for line in table.lines if not line.is_sum]
    every, known = table.number(ALL, "referrals"), [(number, label) for number, label in counted if number is not None]
    if every is None or not known:
        return "There is too little to say in this period."
    if len(known) == 1:
        return f"{every:,} referrals were received in {known[0][1]}."
    (most, when), average = max(known), round(every / len(counted))
    return f"{every:,} referrals were received, {average:,} a month on average; most in {when}: {most:,}."


MONTHLY: Final = Definition(
    name="monthly",
    title="Referrals and take-up month by month",
    about="How many victims were referred in each month, by whom, and took up support.",
    version=1,
    cube="source",
    dimensions=CUBES["source"].dimensions,
    line_label="Month",
    lines=(whole(),),
    by_month=True,
    columns=(
        REFERRALS,
        *(_from(each) for each in (ReferralSource.POLICE, ReferralSource.SELF_REFERRAL, ReferralSource.OTHER_AGENCY)),
        *(TAKE_UP, REST, RATE),
    ),
    numerator=NUMERATOR,
    denominator="Referrals of victims received in the month.",
    period_rule=PERIOD_RULE,
    charted="referrals",
    finding=_monthly_finding,
    notes=("Self-referrals doubled after October 2019; the evaluation did not rule out a change of recording.",),
)


def _is(answers: frozenset[str] | set[str], closed: str | None = None) -> Test:
    return lambda parts: parts["answer"] in answers and closed in {None, parts["closed"]}


_COLUMNS = (
    REFERRALS,
    Count(key="contacted", label="Contacted", of=_is(_REACHED)),
    TAKE_UP,
    Count(key="closed", label="Closed after take-up", of=_is({TAKEN}, "yes")),
    Count(key="not_contacted", label="Not contacted", of=lambda parts: parts["answer"] not in _REACHED, shown=False),
    Count(key="declined", label="Declined", of=_is({TakeUp.NOT_TAKEN_UP.value}), shown=False),
    Count(key="open", label="Open", of=_is({TAKEN}, "no"), shown=False),
    REST,
    Rate(key="contact_rate", label="Contact rate", part="contacted", whole="referrals"),
    Rate(key="conversion", label="Taken up, of those contacted", part="taken_up", whole="contacted"),
    RATE,
    Rate(key="closed_rate", label="Closed, of those taken up", part="closed", whole="taken_up"),
)


def _finding(table: Table) -> str:
    received, contacted, taken = (table.number(ALL, key) for key in ("referrals", "contact_rate", "rate"))
    if received is None or contacted is None or taken is None:
        return "There is too little to say in this period."
    return f"Of {received:,} referrals {contacted}% were contacted and {taken}% took up support."


def _funnel(name: str, words: str, cube: str, line_label: str, lines: tuple[Line, ...]) -> Definition:
    return Definition(
        name=name,
        title=f"From referral to closure, by {words}",
        about=f"How many were received, contacted, took up support and were closed, by {words}.",
        version=1,
        cube=cube,
        dimensions=CUBES[cube].dimensions,
        line_label=line_label,
        lines=lines,
        columns=_COLUMNS,
        numerator="The cases that came as far as each step: contacted is who answered whether support is wanted.",
        denominator="Referrals of victims received in the period, or the step before, as the heading says (TAKE-02).",
        period_rule=PERIOD_RULE,
        charted="contact_rate",
        finding=_finding,
    )


def _crime(each: CrimeCategory) -> Line:
    return Line(
        key=each.value, label=each.label, of=lambda parts: parts["crime"] == each.value and not has_level(parts)
    )


def _priority(key: str, label: str) -> Line:
    def of(parts: Mapping[str, str]) -> bool:
        return parts["abuse"] == "no" and parts["epr"] == key

    return Line(key=key, label=label, of=of)


FUNNELS: Final = (
    _funnel(
        "funnel",
        "source and police force",
        "source",
        "Source",
        (
            *(part_is("force", each.value, each.label) for each in PoliceForce),
            *(
                part_is("source", each.value, each.label)
                for each in (ReferralSource.SELF_REFERRAL, ReferralSource.OTHER_AGENCY)
            ),
            whole("All police", lambda parts: parts["source"] == ReferralSource.POLICE.value, "police"),
            whole(),
        ),
    ),
    _funnel(
        "funnel-crime",
        "crime",
        "crime",
        "Crime",
        (
            *map(_crime, CrimeCategory),
            *(part_is("level", each.value, each.label) for each in DomesticAbuseLevel),
            whole(),
        ),
    ),
    _funnel(
        "funnel-priority",
        "priority",
        "priority",
        "Priority",
        (
            _priority("yes", "Enhanced priority"),
            _priority("no", "No enhanced priority"),
            Line(key="abuse", label="Domestic abuse", of=lambda parts: parts["abuse"] == "yes"),
            whole(),
        ),
    ),
)
"""The funnel, by what it is asked for."""
