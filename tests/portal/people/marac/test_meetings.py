"""Meetings of a panel: the agenda's close, listing, hearing, and actions with owners and days."""

import re
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.actors import THE_CLOCK
from lvws_core.errors import Conflict, NotAllowed
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough
from portal.dependencies import desk_at
from portal.people.marac.meetings.model import CUT_OFF_DAYS, Action, ActionStatus, Meeting, Settled, Words, settle
from portal.people.marac.model import Detail, Move, Status
from portal.people.marac.notices.jobs import tell_of_actions
from tests.kit import Visitor
from tests.portal.people.marac.test_model import IDVA, NOW, TODAY, a_referral, done
from tests.portal.people.marac.test_web import moved, words
from tests.scene import Lead, hidden, led_to
from tests.staged import Staged

CALENDAR = england_and_wales()
ACTION = Action(
    id=UUID(int=1),
    referral_id=UUID(int=7),
    due_on=date(2026, 12, 1),
    words=Words(agency="Housing", owner="Ada Example", text="Change the locks."),
)


@given(st.dates(date(2026, 1, 20), date(2027, 12, 1)))
def test_mar_04_the_agenda_closes_eight_working_days_before_the_meeting(on: date) -> None:
    closes = Meeting(id=UUID(int=1), panel=Borough.HACKNEY, on=on).closes_on(CALENDAR)
    assert CALENDAR.is_working_day(closes)
    between = CALENDAR.working_days_between(closes, on)
    assert between == CUT_OFF_DAYS - 1 + CALENDAR.is_working_day(on)


def test_an_action_is_overdue_after_its_day_and_settled_once() -> None:
    assert [ACTION.is_overdue(date(2026, 12, day)) for day in (1, 2)] == [False, True]
    settled = settle(ACTION, Settled(status=ActionStatus.NOT_DONE, on=TODAY, reason="She has moved."), IDVA.id)
    assert (settled.status, settled.settled_on, settled.words.reason) == (
        ActionStatus.NOT_DONE,
        TODAY,
        "She has moved.",
    )
    assert not settled.is_overdue(date(2027, 1, 1))
    with pytest.raises(Conflict):
        settle(settled, Settled(status=ActionStatus.DONE, on=TODAY), IDVA.id)


def test_a_referral_is_not_closed_while_an_action_is_open_nor_heard_without_a_day() -> None:
    heard = a_referral(status=Status.HEARD, heard_on=TODAY)
    with pytest.raises(NotAllowed) as refusal:
        done(heard, Move.CLOSE, IDVA, Detail(open_actions=2))
    assert [each.code for each in refusal.value.reasons] == ["actions_open"]
    with pytest.raises(NotAllowed) as refusal:
        done(replace(heard, status=Status.LISTED), Move.HEAR, IDVA, Detail())
    assert [each.code for each in refusal.value.reasons] == ["day_missing"]
    assert done(heard, Move.CLOSE, IDVA).status is Status.CLOSED


def on(day: date, name: str) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def listed(idva: Visitor, panel: str, day: date) -> tuple[str, str]:
    """Add a meeting, and give its address and its page."""
    path = led_to(idva.submit("/marac/meetings", {"panel": panel, **on(day, "on")}))
    return path, idva.get(path).text


def agenda(page: str) -> dict[str, str]:
    return {name: hidden(page, name) for name in ("person", "mark", "version")}


def swept(staged: Staged) -> tuple[UUID, ...]:
    """Do what the clock does about actions, and give of which it told."""
    with staged.app.state.database.system() as session:
        return tell_of_actions(desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock()))


def test_mar_02_mar_04_mar_05_mar_30_mar_33_a_referral_is_listed_for_its_own_panel_heard_given_actions_and_closed(
    staged: Staged,
) -> None:
    from_draft_to_closed(staged)


@pytest.mark.postgres
def test_mar_02_and_mar_30_on_postgresql_too(staged_on_postgresql: Staged) -> None:
    from_draft_to_closed(staged_on_postgresql)


def from_draft_to_closed(staged: Staged) -> None:
    idva, person = staged.visitor("idva"), staged.scene.person
    mark = Lead(idva).marac(person)
    path = f"/people/{person}/marac/{mark}"
    assert moved(idva, path, "submit").status_code == 303
    meeting, page = listed(idva, "hackney", NOW.date())
    assert mark in page
    # MAR-04, MAR-05: the agenda of today closed long ago, and what cannot wait is listed all the same.
    assert "The agenda closes on 11 November 2026; call the chair about whatever cannot wait." in page
    other, elsewhere = listed(idva, "camden", NOW.date())
    assert mark not in elsewhere
    form = agenda(page)
    assert idva.submit(f"{other}/list", form).status_code == 409  # MAR-02
    assert idva.submit(f"{meeting}/list", form).status_code == 303
    page = idva.get(meeting).text
    assert led_to(idva.submit(f"{meeting}/heard", agenda(page))) == f"{path}/actions"
    action = {"agency": "Housing", "owner": "Ada Example", "text": "Change the locks.", **on(NOW.date(), "due")}
    faulty = idva.submit(f"{path}/actions", {**action, "owner": ""})
    assert faulty.status_code == 422
    assert "Change the locks." in faulty.text
    assert idva.submit(f"{path}/actions", action).status_code == 303
    assert "Heard: the person is to be told" in words(idva.get("/marac"))
    assert "hear what was agreed by 25 November 2026" in words(idva.get(path))
    assert moved(idva, path, "feedback", note="Told on the phone, at the safe hour.").status_code == 303
    assert "hear what was agreed" not in words(idva.get(path))
    refused = moved(idva, path, "close")
    assert refused.status_code == 422
    assert "One action is open. Settle it first." in words(refused)
    assert len(swept(staged)) == 1
    staged.clock.advance(days=2)
    assert (len(swept(staged)), len(swept(staged))) == (1, 0), "each stage is told once"
    idva = staged.visitor("idva")
    assert "An action of a MARAC referral falls due: Monday 23 November, 17:00" in words(idva.get("/notices"))
    late = "An action of a MARAC referral is not done in time"
    assert late in words(idva.get("/notices"))
    assert late in words(staged.visitor("lead_manager").get("/notices"))
    assert f"/marac/referrals/{mark}" not in words(staged.visitor("caseworker").get("/notices"))
    assert f"{mark}, person {person}, was due by" in words(staged.visitor("lead_manager").get("/marac"))
    found = re.search(r'<option value="([0-9a-f-]{36})"', idva.get(f"{path}/actions").text)
    assert found
    settled = {"action": found[1], "became": "done"}
    assert idva.submit(f"{path}/actions/settle", settled).status_code == 303
    assert idva.submit(f"{path}/actions/settle", settled).status_code == 409
    assert moved(idva, path, "close").status_code == 303
    assert "is a repeat" in words(idva.get(f"/people/{person}/marac"))  # MAR-33


def test_mar_24_an_author_who_is_no_idva_does_not_find_the_meetings(staged: Staged) -> None:
    assert staged.visitor("caseworker").get("/marac/meetings").status_code == 404
