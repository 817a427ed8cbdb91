"""Whom a notice reaches outside the portal, and when: hours, choices, duty, and who stands in."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.actors import Role
from lvws_core.policy import Policy
from lvws_core.ports import Recipient
from lvws_core.times import england_and_wales, local
from notifications.deliveries.planning.model import Circumstances, planned, reached, stand_ins, unheard
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.preferences.model import Choice, Preferences, Topic, Window, topic_of
from tests.builders import CONSORTIUM, LEAD, NOW, SHELTER

NIGHT = NOW.replace(hour=23)
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NOTICE = UUID(int=1)
WORKER, MANAGER = CONSORTIUM["shelter_worker"].id, CONSORTIUM["shelter_manager"].id
LEADER, CASEWORKER = CONSORTIUM["lead_manager"].id, CONSORTIUM["caseworker"].id


def staff(*keys: str, away: bool = False) -> list[Recipient]:
    found = [CONSORTIUM[key] for key in keys or ("shelter_worker", "shelter_manager")]
    return [
        Recipient(id=each.id, organisation_id=each.organisation_id, roles=frozenset({each.role}), away=away)
        for each in found
    ]


def told(kind: NoticeKind = NoticeKind.ARRIVED, **changes: Any) -> dict[UUID, Told]:
    return {NOTICE: Told(**{"organisation_id": SHELTER, "audience": Audience.TEAM, "kind": kind} | changes)}


def around(now: datetime = NOW, **changes: Any) -> Circumstances:
    return Circumstances(now=now, calendar=england_and_wales(), policy=Policy(), **changes)


def when(now: datetime, kind: NoticeKind = NoticeKind.ARRIVED, *, away: bool = False, **changes: Any) -> datetime:
    (message,) = planned(reached(told(kind), staff("shelter_worker", away=away)), around(now, **changes))
    return message.due_at


def test_by_day_a_notice_goes_at_once_to_the_team_and_not_to_whoever_acted() -> None:
    found = planned(reached(told(), staff(), but=MANAGER), around())
    assert [(each.user_id, each.due_at, each.key) for each in found] == [(WORKER, NOW, f"{NOTICE}:{WORKER}")]


def test_p16_two_notices_of_one_event_are_one_message_about_what_can_wait_least() -> None:
    both = {**told(NoticeKind.REMINDER), UUID(int=2): told(NoticeKind.ESCALATION, audience=Audience.MANAGERS)[NOTICE]}
    found = {each.user_id: each.kind for each in planned(reached(both, staff()), around())}
    assert found == {WORKER: "reminder", MANAGER: "escalation"}


def test_at_night_and_on_days_off_a_notice_waits_for_the_end_of_the_quiet_hours() -> None:
    assert when(NIGHT) == MORNING
    assert when(SATURDAY) == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
    assert when(datetime(2026, 12, 24, 21, 0, tzinfo=UTC)) == datetime(2026, 12, 29, 8, 0, tzinfo=UTC)


def test_who_is_on_duty_has_no_quiet_hours_and_who_is_on_leave_is_off_duty() -> None:
    duty = {"on_duty": frozenset({WORKER})}
    assert when(NIGHT, **duty) == NIGHT
    assert when(NIGHT, NoticeKind.ESCALATION, **duty) == NIGHT
    assert when(NOW, away=True) == MORNING


def test_an_escalation_overrides_quiet_hours_but_wakes_nobody_who_is_off_duty() -> None:
    assert when(SATURDAY, NoticeKind.ESCALATION) == SATURDAY
    assert when(NIGHT, NoticeKind.ESCALATION) == MORNING


def test_what_is_gathered_is_one_message_a_person_and_window() -> None:
    chosen = {WORKER: Preferences(choices={Topic.TO_DO: Choice.DIGEST})}
    found = planned(reached(told(), staff()), around(preferences=chosen, windows={SHELTER: Window.TWICE}))
    gathered = next(each for each in found if each.user_id == WORKER)
    assert (gathered.kind, gathered.due_at.hour) == ("digest", 14)
    assert gathered.key == f"digest:{WORKER}:{gathered.due_at.isoformat()}"


def test_in_the_portal_only_is_no_message_and_what_cannot_wait_is_never_switched_off() -> None:
    nothing = Preferences(choices=dict.fromkeys(Topic, Choice.IN_APP))
    for kind in NoticeKind:
        found = planned(reached(told(kind), staff("shelter_worker")), around(preferences={WORKER: nothing}))
        assert bool(found) is (topic_of(kind) is Topic.URGENT)


def missed(now: datetime, who: list[Recipient], *on_duty: Any, kind: NoticeKind = NoticeKind.ESCALATION) -> list[Any]:
    notices = told(kind)
    circumstances = around(now, on_duty=frozenset(on_duty))
    out = unheard(notices, reached(notices, who), circumstances)
    return [
        (each.organisation_id, each.audience, each.user_id) for each in stand_ins(out, who, circumstances.on_duty, LEAD)
    ]


EVERYBODY = staff("shelter_worker", "shelter_manager", "lead_manager", "caseworker")


def test_with_nobody_on_duty_it_goes_at_once_to_the_leads_duty_list_and_else_to_its_managers() -> None:
    for rest in (NIGHT, SATURDAY):
        assert missed(rest, EVERYBODY, CASEWORKER) == [(LEAD, Audience.TEAM, CASEWORKER)]
        assert missed(rest, EVERYBODY) == [(LEAD, Audience.MANAGERS, None)]
        assert missed(rest, EVERYBODY, WORKER, CASEWORKER) == []
        assert missed(rest, EVERYBODY, kind=NoticeKind.ARRIVED) == []


def test_by_day_the_team_is_there_but_for_those_on_leave() -> None:
    assert missed(NOW, EVERYBODY) == []
    assert missed(NOW, staff(away=True) + staff("lead_manager")) == [(LEAD, Audience.MANAGERS, None)]


def test_the_teams_own_duty_comes_before_the_leads() -> None:
    notices = told(NoticeKind.ESCALATION, audience=Audience.MANAGERS)
    circumstances = around(NIGHT, on_duty=frozenset({WORKER, CASEWORKER}))
    out = unheard(notices, reached(notices, EVERYBODY), circumstances)
    found = stand_ins(out, EVERYBODY, circumstances.on_duty, LEAD)
    assert [(each.organisation_id, each.user_id) for each in found] == [(SHELTER, WORKER)]


@given(
    st.integers(0, 60 * 24 * 700).map(lambda minutes: NOW.replace(month=1, day=1) + timedelta(minutes=minutes)),
    st.sampled_from(NoticeKind),
    st.tuples(st.booleans(), st.booleans()),
    st.sampled_from(Choice),
    st.sampled_from([Window.MORNING, Window.TWICE]),
)
def test_nobody_off_duty_is_disturbed_at_night_and_nothing_waits_longer_than_days_off(
    now: datetime, kind: NoticeKind, there: tuple[bool, bool], choice: Choice, window: Window
) -> None:
    on_duty, away = there
    duty = frozenset({WORKER} if on_duty else ())
    chosen = Preferences(choices=dict.fromkeys(Topic, choice), window=window)
    found = planned(
        reached(told(kind), staff("shelter_worker", away=away)),
        around(now, on_duty=duty, preferences={WORKER: chosen}),
    )
    for each in found:
        assert now <= each.due_at <= now + timedelta(days=6)
        if not on_duty:
            assert 8 <= local(each.due_at).hour < 20


@pytest.mark.parametrize("role", list(Role))
def test_a_notice_reaches_by_mail_exactly_those_who_hear_it_in_the_portal(role: Role) -> None:
    who = Recipient(id=WORKER, organisation_id=SHELTER, roles=frozenset({role}))
    stranger = Recipient(id=WORKER, organisation_id=LEAD, roles=frozenset({role}))
    hears = role in {Role.PARTNER_WORKER, Role.PARTNER_MANAGER, Role.INTAKE_WORKER, Role.LEAD_CASEWORKER, Role.IDVA}
    assert bool(reached(told(), [who])) is (hears or role is Role.LEAD_MANAGER)
    assert reached(told(), [stranger]) == ()
    assert reached(told(user_id=MANAGER), [who]) == ()
