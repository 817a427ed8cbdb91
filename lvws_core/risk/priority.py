"""Priority: enhanced rights under the Victims' Code, and enhanced priority referral (EPR)."""

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_keys
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import CrimeCategory
from lvws_core.vocabulary.labelled import Labelled


class SeriousCrime(Labelled):
    """The most serious crimes of the Code. Source: domain section 3.4 (wording of 2015, to be verified)."""

    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    HATE_CRIME = "hate_crime", "Hate crime"
    TERRORISM = "terrorism", "Terrorism"
    SEXUAL_OFFENCE = "sexual_offence", "Sexual offence"
    HUMAN_TRAFFICKING = "human_trafficking", "Human trafficking or modern slavery"
    ATTEMPTED_MURDER = "attempted_murder", "Attempted murder"
    KIDNAP = "kidnap", "Kidnap"
    FALSE_IMPRISONMENT = "false_imprisonment", "False imprisonment"
    ARSON_ENDANGERING_LIFE = "arson_endangering_life", "Arson with intent to endanger life"
    WOUNDING_WITH_INTENT = "wounding_with_intent", "Wounding or grievous bodily harm with intent"
    BEREAVED_BY_CRIME = "bereaved_by_crime", "Close relative bereaved by crime"


_CRIMES, _IN_ORDER = frozenset({None, *CrimeCategory}), tuple(SeriousCrime)
_SERIOUS_CRIMES = frozenset(_IN_ORDER)


class EnhancedCategory(Labelled):
    """The four ways to enhanced rights; a person can hold several (CODE-10)."""

    MOST_SERIOUS_CRIME = "most_serious_crime", "Victim of the most serious crime"
    PERSISTENTLY_TARGETED = "persistently_targeted", "Persistently targeted"
    VULNERABLE = "vulnerable", "Vulnerable"
    INTIMIDATED = "intimidated", "Intimidated"


_UNDER_18 = because("under_18", "CODE-10", "Under 18 at the time of the offence")
_MENTAL_DISORDER = because("mental_disorder", "CODE-10", "A mental disorder")
_IMPAIRED = because("impaired_functioning", "CODE-10", "Impairment of intelligence and social functioning")
_DISABILITY = because("physical_disability", "CODE-10", "A physical disability or disorder")
_CATEGORIES = tuple(EnhancedCategory)
_MOST_SERIOUS, _TARGETED, _VULNERABLE, _INTIMIDATED = _CATEGORIES


class PriorityOverride(msgspec.Struct, frozen=True, kw_only=True):
    """A person's decision that a referral is, or is not, enhanced priority, with the reason for it.

    Raises:
        Invalid: The reason is blank.

    Source: CODE-40.
    """

    is_epr: bool
    reason: str

    def __post_init__(self) -> None:
        """Refuse a blank reason."""
        if not self.reason.strip():
            raise Invalid("override", "reason_required")


class VictimFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The facts that enhanced rights and enhanced priority rest on; what is unknown is left out.

    `age_at_offence` is in completed years. `impaired_functioning` is a significant impairment of
    intelligence and social functioning. `intimidated` says that fear or distress is likely to
    lower the quality of evidence. `source_flag` is what the referring source said, kept unchanged
    and never counted.

    Raises:
        Invalid: The age is negative, or a crime does not exist.
    """

    crime: CrimeCategory | None = None
    serious_crimes: frozenset[SeriousCrime] = frozenset()
    age_at_offence: int | None = None
    persistently_targeted: bool = False
    repeat_victim: bool = False
    mental_disorder: bool = False
    impaired_functioning: bool = False
    physical_disability: bool = False
    intimidated: bool = False
    source_flag: bool | None = None
    override: PriorityOverride | None = None

    def __post_init__(self) -> None:
        """Refuse a negative age and crimes that do not exist."""
        if self.age_at_offence is not None and self.age_at_offence < 0:
            raise Invalid("age_at_offence", "negative")
        if self.crime not in _CRIMES:
            raise Invalid("crime", "unknown_category")
        require_keys("serious_crimes", self.serious_crimes, _SERIOUS_CRIMES, "unknown_category")


class EnhancedRights(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The categories that hold, in the order of the Code, with every fact behind them."""

    categories: tuple[EnhancedCategory, ...]
    reasons: tuple[Reason, ...]


class EnhancedPriority(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whether a referral is enhanced priority, why, and beside it what the source said."""

    is_epr: bool
    reasons: tuple[Reason, ...]
    source_flag: bool | None


_SERIOUS_CATEGORIES = {
    CrimeCategory.HOMICIDE: SeriousCrime.BEREAVED_BY_CRIME,
    CrimeCategory.RAPE: SeriousCrime.SEXUAL_OFFENCE,
    CrimeCategory.OTHER_SEXUAL_OFFENCES: SeriousCrime.SEXUAL_OFFENCE,
}
"""The crime categories that are a most serious crime by themselves; arson, for one, is not without intent."""


def enhanced_rights(facts: VictimFacts) -> EnhancedRights:
    """Give the categories of enhanced rights that a person holds; several may hold at once.

    Under 18 at the offence is vulnerable without more, domestic abuse is a most serious crime
    without more. A rape, another sexual offence or a homicide counts by its crime category alone.

    >>> enhanced_rights(VictimFacts(age_at_offence=17, intimidated=True)).categories[0].label
    'Vulnerable'

    Source: CODE-10, domain section 3.4; Youth Justice and Criminal Evidence Act 1999 ss.16 and 17.
    """
    found = [*_serious(facts), *_targeted(facts), *_vulnerable(facts), *_intimidated(facts)]
    if not found:
        return EnhancedRights(categories=(), reasons=())
    held = {category for category, _ in found}
    return EnhancedRights(
        categories=tuple(filter(held.__contains__, _CATEGORIES)),
        reasons=tuple([reason for _, reason in found]),
    )


def enhanced_priority(facts: VictimFacts) -> EnhancedPriority:
    """Say whether a referral is enhanced priority: any enhanced right, or a repeat victim.

    A person's override decides in either direction and stands beside the facts. The source's own
    flag changes nothing; a reason says when it differs.

    >>> enhanced_priority(VictimFacts(repeat_victim=True, source_flag=False)).is_epr
    True

    Source: CODE-40.
    """
    reasons = [*enhanced_rights(facts).reasons, *_repeated(facts)]
    is_epr = bool(reasons)
    if facts.override is not None:
        is_epr = facts.override.is_epr
        reasons.append(because("override", "CODE-40", f"A person decided: enhanced priority {_yes_no(is_epr)}"))
    if facts.source_flag is not None and facts.source_flag != is_epr:
        text = f"The source says {_yes_no(not is_epr)} to enhanced priority; its flag is kept and does not count"
        reasons.append(because("source_differs", "CODE-40", text))
    return EnhancedPriority(is_epr=is_epr, reasons=tuple(reasons), source_flag=facts.source_flag)


def _yes_no(flag: bool) -> str:  # noqa: FBT001 – the flag is the whole question
    return "yes" if flag else "no"


def _serious(facts: VictimFacts) -> list[tuple[EnhancedCategory, Reason]]:
    implied = _SERIOUS_CATEGORIES.get(facts.crime) if facts.crime is not None else None
    if implied is None and not facts.serious_crimes:
        return []
    return [
        (_MOST_SERIOUS, because(crime.value, "CODE-10", f"{crime.label} is a most serious crime"))
        for crime in _IN_ORDER
        if crime is implied or crime in facts.serious_crimes
    ]


def _targeted(facts: VictimFacts) -> list[tuple[EnhancedCategory, Reason]]:
    if not facts.persistently_targeted:
        return []
    text = "Targeted repeatedly over time, or by a campaign of harassment or stalking"
    return [(_TARGETED, because("persistently_targeted", "CODE-10", text))]


def _vulnerable(facts: VictimFacts) -> list[tuple[EnhancedCategory, Reason]]:
    found = []
    if facts.age_at_offence is not None and facts.age_at_offence < 18:
        found.append((_VULNERABLE, _UNDER_18))
    if facts.mental_disorder:
        found.append((_VULNERABLE, _MENTAL_DISORDER))
    if facts.impaired_functioning:
        found.append((_VULNERABLE, _IMPAIRED))
    if facts.physical_disability:
        found.append((_VULNERABLE, _DISABILITY))
    return found


def _intimidated(facts: VictimFacts) -> list[tuple[EnhancedCategory, Reason]]:
    if not facts.intimidated:
        return []
    text = "Fear or distress is likely to lower the quality of evidence"
    return [(_INTIMIDATED, because("intimidated", "CODE-10", text))]


def _repeated(facts: VictimFacts) -> list[Reason]:
    return [because("repeat_victim", "CODE-40", "A repeat victim")] if facts.repeat_victim else []
