"""Builders of risk values, with fixed days."""

from collections.abc import Mapping
from datetime import date

from lvws_core.risk.dash import QUESTIONS, Answer, Score, score
from lvws_core.risk.marac import Circumstances

DECIDED_ON = date(2026, 11, 20)
WRITTEN_REASON = "She is afraid he will kill her"


def some_answers(yes: int = 0, no: int = 0) -> Mapping[str, Answer]:
    """Answer the first questions yes, the next ones no and leave out the rest."""
    given = [Answer.YES] * yes + [Answer.NO] * no
    return {question.key: answer for question, answer in zip(QUESTIONS, given, strict=False)}


def a_score(yes: int = 0, unknown: int = 0) -> Score:
    """Build the score of so many yes and so many unknown; the rest is no."""
    return score(some_answers(yes=yes, no=len(QUESTIONS) - yes - unknown))


def some_circumstances(**changes: object) -> Circumstances:
    """Build the circumstances of an adult of whom nothing else is known."""
    return Circumstances(**({"victim_age": 34, "on": DECIDED_ON} | changes))
