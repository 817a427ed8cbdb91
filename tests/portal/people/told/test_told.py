"""What people are told: date and answer in two presses, and what is still to tell with its day."""

import html
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.policy import Policy
from lvws_core.times import england_and_wales, london_day
from portal.people.told.forms import Pressed, ToldForm, parse
from portal.people.told.model import ANSWERS, Answer, Said, Topic, standings
from portal.people.told.pages import still_to_tell, topic_lines
from tests.builders import CONSORTIUM, NOW
from tests.staged import Staged

BY = UserId(CONSORTIUM["caseworker"].id)
TODAY, CALENDAR = london_day(NOW), england_and_wales()
PAIRS = [(topic, answer) for topic in Topic for answer in ANSWERS[topic]]


def said(topic: Topic, answer: Answer, told_on: date = TODAY) -> Said:
    return Said(topic=topic, answer=answer, told_on=told_on, by=BY)


@pytest.mark.parametrize(("topic", "answer"), PAIRS)
def test_code_34_each_answer_is_recorded_with_the_day_of_the_press(topic: Topic, answer: Answer) -> None:
    pressed = parse(ToldForm(topic=topic.value, answer=answer.value), TODAY)
    assert pressed == Pressed(topic=topic, answer=answer, told_on=TODAY)


def test_code_33_what_is_voluntary_may_be_declined_and_what_is_to_be_known_may_not() -> None:
    assert Answer.DECLINES in ANSWERS[Topic.RESTORATIVE_JUSTICE]
    assert Answer.DECLINES not in ANSWERS[Topic.VICTIMS_CODE]
    with pytest.raises(Invalid):
        said(Topic.VICTIMS_CODE, Answer.WANTS)


def test_code_34_take_03_what_nobody_told_is_due_the_crisis_route_first() -> None:
    found = standings((), NOW, CALENDAR)
    assert {each.topic: each.due_on for each in found}[Topic.CRISIS_ROUTE] == date(2026, 11, 25)
    assert {each.due_on for each in found if each.topic is not Topic.CRISIS_ROUTE} == {date(2026, 12, 7)}
    assert still_to_tell(found) == "6 still to tell, the first by 25 November 2026."


@given(st.sets(st.sampled_from(Topic)), st.integers(1, 30))
def test_code_34_a_final_answer_ends_it_and_later_asks_again(topics: set[Topic], days: int) -> None:
    policy = Policy(tell_rights_working_days=days)
    newest = [said(topic, Answer.LATER if topic in topics else ANSWERS[topic][0]) for topic in Topic]
    for each in standings(newest, NOW - timedelta(days=90), CALENDAR, policy):
        length = policy.tell_crisis_working_days if each.topic is Topic.CRISIS_ROUTE else days
        again = CALENDAR.add_working_days(TODAY, length) if each.topic in topics else None
        assert each.due_on == again


def test_what_is_late_is_red_and_says_when_it_was_due() -> None:
    lines = topic_lines(standings((), NOW - timedelta(days=60), CALENDAR), TODAY)
    assert {line.colour for line in lines} == {"red"}
    assert all(line.text.startswith("Was due") for line in lines)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"answer": "nonsense"}, "unknown_choice"),
        ({"answer": ""}, "required"),
        ({"answer": "wants"}, "unknown_choice"),
        ({"answer": "understood", "on_day": "31", "on_month": "2", "on_year": "2026"}, "not_a_date"),
        ({"answer": "understood", "on_day": "24", "on_month": "11", "on_year": "2026"}, "out_of_range"),
        ({"answer": "understood", "on_day": "1", "on_month": "1", "on_year": "26"}, "out_of_range"),
    ],
)
def test_a_day_or_an_answer_that_cannot_be_is_told(form: dict[str, str], code: str) -> None:
    found = parse(ToldForm(topic="victims_code", **form), TODAY)
    assert not isinstance(found, Pressed)
    assert code in [each.code for each in found]


def test_a_topic_that_is_none_did_not_come_from_our_page() -> None:
    with pytest.raises(Invalid):
        parse(ToldForm(topic="weather", answer="understood"), TODAY)


def test_code_33_code_34_take_03_two_presses_from_the_persons_page_and_it_stands_there(staged: Staged) -> None:
    visitor, person = staged.visitor("caseworker"), f"/people/{staged.scene.person}"
    page = visitor.get(person).text
    assert f'href="{person}/told"' in page  # the first press
    answer = visitor.submit(f"{person}/told", {"topic": "restorative_justice", "answer": "declines"})  # the second
    assert answer.headers["location"] == f"{person}/told?done=restorative_justice"
    assert "5 still to tell, the first by 25 November 2026." in visitor.get(answer.headers["location"]).text
    day = {"on_day": "3", "on_month": "11", "on_year": "2026"}
    visitor.submit(f"{person}/told", {"topic": "personal_statement", "answer": "wants", **day})
    limits = {"topic": "emotional_support_limits", "answer": "understood"}
    assert visitor.submit(f"{person}/told", limits).status_code == 303
    page = html.unescape(visitor.get(person).text)
    assert "What emotional support is, and that it is not counselling" in page
    assert "23 November 2026: does not want it" in page
    assert "3 November 2026: wants it" in page
    assert "Tell by 25 November 2026" in page
