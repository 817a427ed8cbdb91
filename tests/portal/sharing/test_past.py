"""What each organisation could see at a moment of the past: the form, the rule, and the page."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sharing.past.forms import MomentForm, parse_moment
from tests.builders import NOW, Clock
from tests.portal.sharing.test_ledger import the_person
from tests.scene import act
from tests.staged import Staged

LONDON = ZoneInfo("Europe/London")


def typed(at: datetime) -> MomentForm:
    there = at.astimezone(LONDON)
    return MomentForm(day=str(there.day), month=str(there.month), year=str(there.year), time=f"{there:%H:%M}")


def codes(form: MomentForm, now: datetime = NOW) -> list[tuple[str, str]]:
    found = parse_moment(form, now)
    assert not isinstance(found, datetime)
    return [(error.field, error.code) for error in found]


@given(st.timedeltas(timedelta(), timedelta(days=2800)))
def test_a_moment_comes_back_as_it_was_typed(ago: timedelta) -> None:
    at = NOW - ago
    found = parse_moment(typed(at), NOW)
    assert isinstance(found, datetime)
    assert typed(found) == typed(at)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (MomentForm(day="31", month="2", year="2026", time="10:00"), [("day", "not_a_date")]),
        (MomentForm(time="10:00"), [("day", "required")]),
        (MomentForm(day="1", month="2", year="2026"), [("time", "not_a_time")]),
        (MomentForm(day="1", month="2", year="2026", time="25:00"), [("time", "not_a_time")]),
        (MomentForm(day="x", month="2", year="2026", time="soon"), [("day", "not_a_date"), ("time", "not_a_time")]),
        (MomentForm(day="29", month="3", year="2026", time="01:30"), [("time", "skipped")]),
        (MomentForm(day="23", month="11", year="2026", time="10:01"), [("day", "in_future")]),
        (MomentForm(day="31", month="12", year="9999", time="23:59"), [("day", "in_future")]),
    ],
)
def test_a_moment_that_cannot_be_is_refused_with_a_code_of_its_own(
    form: MomentForm, expected: list[tuple[str, str]]
) -> None:
    assert codes(form) == expected


def test_an_hour_that_came_twice_counts_the_first_time() -> None:
    form = MomentForm(day="25", month="10", year="2026", time="01:30")
    assert parse_moment(form, NOW) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def then(staged: Staged, person: str, at: datetime) -> str:
    form = typed(at)
    query = {"day": form.day, "month": form.month, "year": form.year, "time": form.time}
    page = staged.visitor("caseworker").get(f"/people/{person}/shared/then", params=query)
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", page.text))


def test_i2_before_during_and_after_the_page_says_what_could_be_seen_then(staged_on_each: Staged, clock: Clock) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["active"]
    person = the_person(staged, offer)
    act(staged.visitor("caseworker"), offer, "/withdraw", {"reason": "wrong_recipient"})
    withdrawn, clock.now = clock.now, clock.now + timedelta(days=3)
    assert "Nothing had been sent to anybody by then." in then(staged, person, withdrawn - timedelta(hours=3))
    during = then(staged, person, withdrawn - timedelta(hours=1))
    assert re.search(r'data-label="Could open">Name and age; how to make contact safely', during)
    assert re.search(r'data-label="Had opened">Name and age', during)
    for moment in (withdrawn, withdrawn + timedelta(days=2)):
        assert "Nothing: it was closed" in then(staged, person, moment)


def test_what_had_not_been_opened_by_then_is_told(staged: Staged) -> None:
    person = the_person(staged, staged.scene.offers["sent"])
    assert 'data-label="Had opened">Nothing' in then(staged, person, NOW)


def test_every_offer_of_the_scene_is_seen_at_now_as_it_is_now(staged: Staged) -> None:
    for reached, offer in staged.scene.offers.items():
        person = the_person(staged, offer)
        closed = "Nothing: it was closed" in then(staged, person, NOW)
        partner = staged.visitor("shelter_worker").get(f"/offers/{offer}").text
        assert closed == ("can no longer be opened" in partner), reached


def test_a_faulty_moment_comes_back_with_what_was_typed(staged: Staged) -> None:
    path = f"/people/{staged.scene.person}/shared/then"
    answer = staged.visitor("caseworker").get(path, params={"day": "40", "month": "1", "year": "2026", "time": "9"})
    assert answer.status_code == 422
    assert 'value="40"' in answer.text
    assert "must be a real date" in answer.text
    assert staged.visitor("caseworker").get(path).status_code == 200


def test_the_form_stands_at_the_present_moment_at_first(staged: Staged) -> None:
    page = staged.visitor("caseworker").get(f"/people/{staged.scene.person}/shared/then").text
    assert f'value="{date(2026, 11, 23).year}"' in page
    assert 'value="10:00"' in page
