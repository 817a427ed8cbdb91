"""Duty: who of a team is there, put on and taken off by its manager, and seen by the lead's."""

from collections.abc import Callable, Mapping

import pytest

from tests.builders import CONSORTIUM
from tests.kit import Visitor

As = Callable[[str], Visitor]
TONIGHT: Mapping[str, str] = {
    "who": str(CONSORTIUM["shelter_worker"].id),
    "starts_on_day": "23",
    "starts_on_month": "11",
    "starts_on_year": "2026",
    "starts": "09:00",
    "ends_on_day": "24",
    "ends_on_month": "11",
    "ends_on_year": "2026",
    "ends": "08:00",
    "phone": "020 7946 0123",
}


def test_a_manager_puts_somebody_on_duty_and_the_leads_manager_sees_that_somebody_is_there(client_for: As) -> None:
    manager, lead = client_for("shelter_manager"), client_for("lead_manager")
    assert "Nobody is on duty now" in manager.get("/team/duty").text
    assert "<strong>Shelter Team</strong>: Nobody: it comes to your duty list" in lead.get("/team/duty").text
    assert manager.submit("/team/duty", TONIGHT).headers["location"] == "/team/duty?done=added"
    page = manager.get("/team/duty?done=added").text
    assert "Until tomorrow 08:00" in page
    assert "Nobody is on duty now" not in page
    theirs = lead.get("/team/duty").text
    assert "<strong>Shelter Team</strong>: Until tomorrow 08:00, on 020 7946 0123" in theirs
    assert "Shelter Worker" not in theirs


def test_the_work_telephone_may_be_left_out_and_what_does_not_read_as_one_stays_as_it_was_typed(client_for: As) -> None:
    manager = client_for("shelter_manager")
    refused = manager.submit("/team/duty", {**TONIGHT, "phone": "ask for Kim"}).text
    assert 'value="ask for Kim"' in refused
    manager.submit("/team/duty", {**TONIGHT, "phone": ""})
    assert "None given" in manager.get("/team/duty").text


def test_duty_is_taken_off_by_its_own_manager_and_by_no_other(client_for: As) -> None:
    manager = client_for("shelter_manager")
    manager.submit("/team/duty", TONIGHT)
    page = manager.get("/team/duty").text
    path = page.partition('action="/team/duty/')[2].partition('"')[0]
    assert client_for("galop_manager").submit(f"/team/duty/{path}", {}).status_code == 404
    assert manager.submit(f"/team/duty/{path}", {}).status_code == 303
    assert "Nobody is on duty now" in manager.get("/team/duty").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": ""}, "Choose who is on duty"),
        ({"starts": "9"}, "Enter when it starts, such as 20:00"),
        ({"phone": "ask for Kim"}, "Enter a work telephone number, such as 020 7946 0123, or leave it empty"),
        ({"ends_on_day": "22"}, "Enter an end that is after the start"),
        ({"ends_on_month": "12"}, "Enter an end that is at most 14 days after the start"),
    ],
)
def test_each_fault_says_what_to_do_and_what_was_typed_stays(
    client_for: As, changes: Mapping[str, str], said: str
) -> None:
    answer = client_for("shelter_manager").submit("/team/duty", {**TONIGHT, **changes})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="2026"' in answer.text


def test_a_stranger_is_nobodys_colleague_and_nobody_is_on_duty_twice(client_for: As) -> None:
    manager = client_for("shelter_manager")
    strange = {**TONIGHT, "who": str(CONSORTIUM["galop_worker"].id)}
    assert manager.submit("/team/duty", strange).status_code == 404
    manager.submit("/team/duty", TONIGHT)
    assert "They are on duty then already" in manager.submit("/team/duty", TONIGHT).text


def test_a_team_chooses_when_it_gets_what_is_gathered(client_for: As) -> None:
    manager = client_for("shelter_manager")
    assert manager.submit("/team/duty/gathered", {"window": "twice"}).status_code == 303
    assert 'value="twice" checked' in manager.get("/team/duty").text
    assert manager.submit("/team/duty/gathered", {"window": "team"}).status_code == 422
