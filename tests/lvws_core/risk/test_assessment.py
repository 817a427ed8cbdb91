from datetime import date

import pytest

from lvws_core.errors import Invalid
from lvws_core.risk.assessment import (
    COUNTING,
    STALKING_QUESTIONS,
    Assessment,
    Strand,
    Tool,
    stalking_follow_up,
    strand_for,
)
from lvws_core.risk.dash import Answer, Band
from tests.lvws_core.builders.risk import a_score

DAY = date(2026, 11, 20)


@pytest.mark.parametrize("tool", sorted(set(Tool) - COUNTING))
def test_risk_01_a_police_grade_or_another_tool_never_has_a_count(tool: Tool) -> None:
    with pytest.raises(Invalid, match="score: tool_has_no_count"):
        Assessment(tool=tool, tool_version="2009", assessed_on=DAY, score=a_score(3))
    graded = Assessment(tool=tool, tool_version="2009", assessed_on=DAY, external_grade=Band.HIGH)
    assert (graded.score, graded.external_grade) == (None, Band.HIGH)


@pytest.mark.parametrize("tool", sorted(COUNTING))
def test_risk_01_the_24_questions_have_a_count_and_their_version(tool: Tool) -> None:
    assert Assessment(tool=tool, tool_version="2024", assessed_on=DAY, score=a_score(3)).score == a_score(3)
    with pytest.raises(Invalid, match="tool_version: required"):
        Assessment(tool=tool, tool_version=" ", assessed_on=DAY)


def test_the_stalking_follow_up_has_eleven_questions_and_no_cut_off() -> None:
    nothing = stalking_follow_up(dict.fromkeys(STALKING_QUESTIONS, Answer.NO))
    assert len(STALKING_QUESTIONS) == 11
    assert (nothing.stalking_present, nothing.yes, nothing.unknown_count) == (False, (), 0)
    assert nothing.reasons[0].code == "stalking_not_seen"


def test_the_stalking_follow_up_keeps_the_order_of_the_questions_and_silence_is_unknown() -> None:
    found = stalking_follow_up({"perp_substances": Answer.YES, "loitering": Answer.YES, "recruited_others": Answer.NO})
    assert (found.stalking_present, found.yes, found.unknown_count) == (True, ("loitering", "perp_substances"), 8)
    (reason,) = found.reasons
    assert (reason.code, reason.rule) == ("stalking_present", "RISK-11")
    assert reason.text == "2 of 11 answered yes, 8 unknown; there is no cut-off, more is more"


@pytest.mark.parametrize(
    ("answers", "words"),
    [({"isolated": "yes"}, "answers: unknown_question"), ({"loitering": "x"}, "loitering: unknown_answer")],
)
def test_the_stalking_follow_up_refuses_what_does_not_exist(answers: dict[str, Answer], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        stalking_follow_up(answers)


@pytest.mark.parametrize(
    ("age", "abuse", "expected"),
    [
        (15, True, Strand.YOUNG_PEOPLE),
        (16, True, Strand.LVWS),
        (17, False, Strand.YOUNG_PEOPLE),
        (18, False, Strand.LVWS),
    ],
)
def test_risk_45_support_starts_at_16_with_abuse_and_else_at_18(age: int, abuse: bool, expected: Strand) -> None:
    strand, reason = strand_for(age, domestic_abuse=abuse)
    kind, youngest = ("domestic abuse", 16) if abuse else ("other crimes", 18)
    text = f"Support for {kind} starts at {youngest}"
    told = {
        Strand.LVWS: ("of_age", f"{text}."),
        Strand.YOUNG_PEOPLE: ("too_young", f"{text}; the service for children and young people takes the case."),
    }
    assert (strand, reason.rule, (reason.code, reason.text)) == (expected, "RISK-45", told[expected])


def test_risk_45_a_baby_has_an_age() -> None:
    assert strand_for(0, domestic_abuse=True)[0] == Strand.YOUNG_PEOPLE


def test_risk_45_a_negative_age_is_refused() -> None:
    with pytest.raises(Invalid, match="age: negative"):
        strand_for(-1, domestic_abuse=True)
