"""Assessments: which tool was used, what it can give, and which service a person of this age belongs to."""

from collections.abc import Mapping
from datetime import date

import msgspec

from lvws_core.errors import Invalid
from lvws_core.given import require_mapping
from lvws_core.reasons import Reason, because
from lvws_core.risk.dash import Answer, Band, Score
from lvws_core.vocabulary.labelled import Labelled

STALKING_QUESTIONS = (
    *("very_frightened", "previous_harassment", "property_damage", "visits_over_3_per_week", "loitering"),
    *("threats_this_campaign", "harassed_third_parties", "violence_this_campaign", "recruited_others"),
    *("perp_substances", "perp_violent_history"),
)
"""The keys of the eleven questions of the stalking follow-up (`sdash_11`). Source: domain section 1.7."""


class Tool(Labelled):
    """The instruments; their results are never mixed. Source: RISK-01, domain section 1.1."""

    SAFELIVES_DASH_24 = "safelives_dash_24", "SafeLives Dash, 24 questions"
    POLICE_DASH_27 = "police_dash_27", "Police DASH, 27 questions"
    DARA = "dara", "DARA"
    SDASH_11 = "sdash_11", "Stalking follow-up, 11 questions"
    VS_DASH = "vs_dash", "Victim's own stalking checklist"
    YP_RIC = "yp_ric", "Young people's checklist"


COUNTING = frozenset({Tool.SAFELIVES_DASH_24, Tool.YP_RIC})
"""The only tools that give a count of the 24 questions."""


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """One assessment of one victim and one perpetrator (RISK-16), on a London day.

    `external_grade` is what the police graded, kept as it came: it never becomes a count.

    Raises:
        Invalid: No version of the tool, or a score from a tool that gives none.

    Source: RISK-01, RISK-16.
    """

    tool: Tool
    tool_version: str
    assessed_on: date
    score: Score | None = None
    external_grade: Band | None = None

    def __post_init__(self) -> None:
        """Refuse an assessment whose parts do not belong together."""
        if not self.tool_version.strip():
            raise Invalid("tool_version", "required")
        if self.score is not None and self.tool not in COUNTING:
            raise Invalid("score", "tool_has_no_count")


class StalkingFollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """What the eleven answers say: no number decides, more yes means more risk.

    `yes` has the keys answered yes in the order of the questions; `unknown_count` is 0 to 11.
    """

    stalking_present: bool
    yes: tuple[str, ...]
    unknown_count: int
    reasons: tuple[Reason, ...]


def stalking_follow_up(answers: Mapping[str, Answer]) -> StalkingFollowUp:
    """Give what the stalking follow-up says; it is offered when question 8 of the checklist is yes.

    >>> stalking_follow_up({"loitering": Answer.YES}).stalking_present
    True

    Raises:
        Invalid: A key that is no question, or a value that is no answer.

    Source: domain section 1.7 (SDASH, STALK-TOOL); silence is unknown as in RISK-11.
    """
    require_mapping("answers", answers)
    if not answers.keys() <= set(STALKING_QUESTIONS):
        raise Invalid("answers", "unknown_question")
    if unknown := [key for key, answer in answers.items() if answer not in frozenset(Answer)]:
        raise Invalid(unknown[0], "unknown_answer")
    yes = tuple(key for key in STALKING_QUESTIONS if answers.get(key) == Answer.YES)
    unsure = sum(answers.get(key, Answer.DONT_KNOW) == Answer.DONT_KNOW for key in STALKING_QUESTIONS)
    text = f"{len(yes)} of {len(STALKING_QUESTIONS)} answered yes, {unsure} unknown; there is no cut-off, more is more"
    code = "stalking_present" if yes else "stalking_not_seen"
    return StalkingFollowUp(
        stalking_present=bool(yes), yes=yes, unknown_count=unsure, reasons=(because(code, "RISK-11", text),)
    )


class Strand(Labelled):
    """Whose service a person belongs to by age. Source: RISK-45."""

    LVWS = "lvws", "This service"
    YOUNG_PEOPLE = "young_people", "The service for children and young people"


def strand_for(age: int, *, domestic_abuse: bool) -> tuple[Strand, Reason]:
    """Give the service for an age in whole years: from 16 with domestic abuse, else from 18, this one.

    >>> strand_for(17, domestic_abuse=False)[0].value
    'young_people'

    Raises:
        Invalid: The age is negative.

    Source: RISK-45.
    """
    if age < 0:
        raise Invalid("age", "negative")
    youngest = 16 if domestic_abuse else 18
    kind = "domestic abuse" if domestic_abuse else "other crimes"
    if age >= youngest:
        return Strand.LVWS, because("of_age", "RISK-45", f"Support for {kind} starts at {youngest}.")
    text = f"Support for {kind} starts at {youngest}; the service for children and young people takes the case."
    return Strand.YOUNG_PEOPLE, because("too_young", "RISK-45", text)
