"""The closed lists of intake, and what the rules make of what was told."""

from datetime import date
from typing import Final

from msgspec.structs import replace

from lvws_core.risk.dash import Band
from lvws_core.risk.level import domestic_abuse_level
from lvws_core.risk.priority import EnhancedPriority, SeriousCrime, VictimFacts, enhanced_priority
from lvws_core.times import WorkingCalendar
from lvws_core.vocabulary import CrimeCategory, DomesticAbuseLevel, Labelled, ReferralSource

_ADULT: Final = 18
_POLICE_WORKING_DAYS: Final = 2


class Involvement(Labelled):
    """Whether somebody is a victim, a witness or both. Source: ALLOC-01."""

    VICTIM = "victim", "Victim"
    WITNESS = "witness", "Witness"
    BOTH = "both", "Victim and witness"


class Trait(Labelled):
    """What gives enhanced rights besides the crime. Source: CODE-10, CODE-40."""

    REPEAT_VICTIM = "repeat_victim", "Repeat victim"
    PERSISTENTLY_TARGETED = "persistently_targeted", "Targeted again and again"
    INTIMIDATED = "intimidated", "Fear or distress about giving evidence"
    MENTAL_DISORDER = "mental_disorder", "Mental disorder"
    IMPAIRED_FUNCTIONING = "impaired_functioning", "Impaired intelligence and social functioning"
    PHYSICAL_DISABILITY = "physical_disability", "Physical disability or disorder"


class NoAge(Labelled):
    """Why an age is not known. Source: domain 8.7 (9); the list is a project default."""

    NOT_TOLD = "not_told", "The source did not tell it"
    PREFERS_NOT = "prefers_not", "Prefers not to say"
    NOT_SAFE_TO_ASK = "not_safe_to_ask", "Not the moment to ask"


class TakeUp(Labelled):
    """What a person answered when support was offered, or that nobody could be reached. Source: TAKE-01."""

    TAKEN_UP = "taken_up", "Took up support"
    NOT_TAKEN_UP = "not_taken_up", "Declined support"
    NO_CONTACT = "no_contact", "Could not be contacted"


def priority_of(
    crime: CrimeCategory | None,
    age: int | None,
    *,
    abuse: bool,
    traits: frozenset[Trait] = frozenset(),
    serious_crimes: frozenset[SeriousCrime] = frozenset(),
    source_flag: bool | None = None,
) -> EnhancedPriority:
    """Give enhanced priority from what is known of a case; the source's own flag stands beside it.

    The age is that of the referral: who is a child now was one at the offence, of an adult it is not known.

    Source: CODE-40.
    """
    serious = serious_crimes | (frozenset({SeriousCrime.DOMESTIC_ABUSE}) if abuse else frozenset())
    facts = VictimFacts(
        crime=crime,
        serious_crimes=serious,
        age_at_offence=age if age is not None and age < _ADULT else None,
        source_flag=source_flag,
    )
    return enhanced_priority(replace(facts, **{trait.value: True for trait in traits}))


def abuse_level(
    risk: Band | None, source_level: DomesticAbuseLevel | None, *, abuse: bool | None
) -> DomesticAbuseLevel | None:
    """Give the level that domestic abuse is counted and allocated by; None where it is none.

    An assessed level of risk decides. Without one the source's own level stands in, and without that
    it is taken for high until somebody has assessed it: not known never counts as safe.

    Source: RISK-14, TOP-10.
    """
    if abuse is False or (abuse is None and source_level is None):
        return None
    if risk is not None:
        return domestic_abuse_level(risk)
    return source_level or DomesticAbuseLevel.HIGH


def is_late(source: ReferralSource, reported_on: date | None, received_on: date, calendar: WorkingCalendar) -> bool:
    """Say whether the police referred later than two working days after the report.

    Source: TOP-13; domain 3.5.
    """
    if source is not ReferralSource.POLICE or reported_on is None:
        return False
    return received_on > calendar.add_working_days(max(reported_on, calendar.first), _POLICE_WORKING_DAYS)
