"""Dash: the 24 questions of the risk checklist, and the count that follows from the answers.

The keys and summaries are ours. The checklist's own wording belongs to its authors, who ask that it
is not changed: trained staff work from the official form (RISK-02). A police grade or the score of
another instrument never becomes a count here (RISK-01).
"""

from collections.abc import Iterable, Mapping

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_mapping
from lvws_core.policy import DEFAULT, Policy
from lvws_core.vocabulary.labelled import Labelled


class Answer(Labelled):
    """What was answered to a question; silence is "don't know" and never "no" (TOP-02)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    DONT_KNOW = "dont_know", "Don't know"


class Band(Labelled):
    """The three levels of risk, lowest first; compare them by `rank`, for as text "high" sorts first."""

    STANDARD = "standard", "Standard"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"

    @property
    def rank(self) -> int:
        """The place in the order of risk: 0 standard, 1 medium, 2 high."""
        return list(Band).index(self)


def highest(bands: Iterable[Band]) -> Band:
    """Give the highest of at least one band.

    >>> highest([Band.MEDIUM, Band.HIGH, Band.STANDARD]).label
    'High'

    Raises:
        Invalid: There is none.
    """
    found = max(bands, key=lambda band: band.rank, default=None)
    if found is None:
        raise Invalid("bands", "required")
    return found


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of the checklist: its number (1 to 24), our key and our paraphrase.

    `critical` marks the items that are shown first whatever the count (RISK-18); two of them, 6
    and 12, only count as critical together.
    """

    number: int
    key: str
    summary: str
    critical: bool = False


CRITICAL_TOGETHER = (6, 12)
"""Separation and control: critical when both are answered yes (RISK-18)."""

CRITICAL_ORDER = (14, 15, 16, *CRITICAL_TOGETHER, 8, 5, 17)
"""The numbers of the critical questions in the order in which they are shown (RISK-18)."""

_SUMMARIES = {
    "current_incident_injury": "Did the latest incident cause an injury?",
    "very_frightened": "Is the person very frightened?",
    "fears_further_harm": "What do they fear will happen, including more violence?",
    "isolated": "Are they cut off from family or friends?",
    "depressed_or_suicidal": "Low mood or suicidal thoughts?",
    "separated_past_year": "Separated, or tried to, in the past 12 months?",
    "child_contact_conflict": "Dispute about contact with children?",
    "stalking_or_harassing_contact": "Constant messages, calls, following, stalking?",
    "pregnant_or_recent_baby": "Pregnant, or a baby in the last 18 months?",
    "abuse_more_frequent": "Happening more often?",
    "abuse_more_severe": "Getting worse?",
    "control_or_jealousy": "Controls everything, or extreme jealousy?",
    "weapons_or_objects": "Used weapons or objects to hurt?",
    "believed_threats_to_kill": "Threatened to kill someone, and it was believed?",
    "strangulation_or_suffocation": "Tried to strangle, choke, suffocate or drown?",
    "sexual_harm": "Sexual words or acts that hurt or degrade?",
    "threat_from_others": "Anyone else threatening or feared?",
    "perp_hurt_others": "Has the perpetrator hurt anyone else?",
    "animal_mistreatment": "Mistreated an animal or pet?",
    "financial_issues": "Money problems or dependence on them?",
    "perp_substance_or_mental_health": "Drugs, alcohol or mental health problems in the past year?",
    "perp_suicide_threat_or_attempt": "Threatened or attempted suicide?",
    "perp_breached_orders": "Broken bail, an injunction or a contact agreement?",
    "perp_police_history": "In trouble with police or a criminal record?",
}

QUESTIONS = tuple(
    Question(number=number, key=key, summary=summary, critical=number in CRITICAL_ORDER)
    for number, (key, summary) in enumerate(_SUMMARIES.items(), start=1)
)
"""The 24 questions in the order of the form. Source: domain section 1.2."""

_YES, _NO = Answer.YES, Answer.NO  # named once: each naming through the class is a search
_STANDARD, _MEDIUM, _HIGH = Band
_KEYS, _ONLY_ANSWERS = frozenset(_SUMMARIES), frozenset({Answer})
_CRITICAL = tuple(QUESTIONS[number - 1].key for number in CRITICAL_ORDER)
_SEPARATED, _CONTROLLED = (QUESTIONS[number - 1].key for number in CRITICAL_TOGETHER)
_CRITICAL_KEYS = frozenset(_CRITICAL)
_CRITICAL_ALONE = tuple(key for key in _CRITICAL if key not in {_SEPARATED, _CONTROLLED})


class Score(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the answers come to.

    `yes_count` and `unknown_count` are from 0 to 24; `count_max` is their sum, the count if every
    unknown were a yes. `possible_visible_high_risk` says that the count is below the threshold and
    `count_max` is not, so judgement is asked for. `critical` has the keys of the critical
    questions answered yes, in the order in which they are shown.

    Raises:
        Invalid: The counts do not fit the 24 questions, or a critical key is none of them.

    Source: RISK-10 to RISK-13, RISK-18.
    """

    yes_count: int
    unknown_count: int
    count_max: int
    band: Band
    possible_visible_high_risk: bool
    critical: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if self.yes_count < 0 or self.unknown_count < 0:
            raise Invalid("yes_count" if self.yes_count < 0 else "unknown_count", "negative")
        if self.count_max != self.yes_count + self.unknown_count or self.count_max > len(QUESTIONS):
            raise Invalid("count_max", "does_not_add_up")
        if not _CRITICAL_KEYS.issuperset(self.critical):
            raise Invalid("critical", "unknown_question")


def score(answers: Mapping[str, Answer], policy: Policy = DEFAULT) -> Score:
    """Count the answers by question key; no question weighs more than another, silence is unknown.

    The count is a floor: below the threshold it never blocks a MARAC referral (TOP-01).

    >>> score({"strangulation_or_suffocation": Answer.YES, "isolated": Answer.NO}).count_max
    23

    Raises:
        Invalid: A key that is no question, or a value that is no answer; nothing is ignored.

    Source: RISK-10 (count), RISK-11 and RISK-12 (unknown), RISK-13 (bands), RISK-18 (critical); TOP-01, TOP-02.
    """
    given = _checked(answers)
    told = list(given.values())
    yes_count, count_max = told.count(_YES), len(QUESTIONS) - told.count(_NO)
    return Score(
        yes_count=yes_count,
        unknown_count=count_max - yes_count,
        count_max=count_max,
        band=_band(yes_count, policy),
        possible_visible_high_risk=yes_count < policy.visible_high_risk_count <= count_max,
        critical=_critical(given),
    )


def _checked(answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    require_mapping("answers", answers)
    if not _KEYS.issuperset(answers):
        raise Invalid("answers", "unknown_question")
    if _ONLY_ANSWERS.issuperset(map(type, answers.values())):
        return answers
    return {key: given if isinstance(given, Answer) else _answer(key, given) for key, given in answers.items()}


def _answer(key: str, given: str) -> Answer:
    try:
        return Answer(given)
    except ValueError as error:
        raise Invalid(key, "unknown_answer") from error


def _band(yes_count: int, policy: Policy) -> Band:
    if yes_count >= policy.visible_high_risk_count:
        return _HIGH
    return _MEDIUM if yes_count >= policy.medium_risk_count else _STANDARD


def _critical(given: Mapping[str, Answer]) -> tuple[str, ...]:
    are_together = given.get(_SEPARATED) is _YES and given.get(_CONTROLLED) is _YES
    shown = _CRITICAL if are_together else _CRITICAL_ALONE
    return tuple([key for key in shown if given.get(key) is _YES])
