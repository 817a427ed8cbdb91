"""The outbox is written with the notice, in the transaction of the change, and a sweep makes up for what was not."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from litestar import Litestar
from msgspec.structs import replace

from lvws_core.actors import THE_CLOCK
from lvws_core.desk import Desk
from lvws_core.ids import OrganisationId, Reference
from notifications.deliveries.model import State
from notifications.duty import store as duty
from notifications.duty.model import Duty
from notifications.notices.jobs import plan_missed
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.notices.service import tell
from portal.dependencies import desk_at
from tests.builders import CONSORTIUM, LEAD, NOW, SHELTER, Clock
from tests.notifications.outbox import everything

REFERENCE = Reference("7QK2-M9")
WORKER, LEADER = CONSORTIUM["shelter_worker"].id, CONSORTIUM["lead_manager"].id


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def desk(app: Litestar, clock: Clock) -> Iterator[Desk]:
    with app.state.database.system() as session:
        yield desk_at(app.state.supplies, session, THE_CLOCK, clock())


def a_notice(kind: NoticeKind = NoticeKind.ARRIVED, **changes: object) -> Told:
    return Told(**{"organisation_id": SHELTER, "audience": Audience.TEAM, "kind": kind} | changes)  # type: ignore[arg-type]


def test_i5_a_notice_and_its_messages_are_written_together(desk: Desk) -> None:
    tell(desk, a_notice(), REFERENCE)
    assert [(each.organisation_id, each.kind, each.state) for each in everything(desk.session)] == [
        (SHELTER, "arrived", State.WAITING)
    ] * 2
    assert plan_missed(desk) == ()


def test_news_are_gathered_into_one_message(desk: Desk) -> None:
    for _ in range(3):
        tell(desk, a_notice(NoticeKind.ACCEPTED, organisation_id=LEAD, user_id=CONSORTIUM["caseworker"].id), REFERENCE)
    assert [(each.kind, each.items) for each in everything(desk.session)] == [("digest", 3)]


def test_p16_at_night_an_escalation_goes_to_the_leads_managers_and_stands_in_their_portal(
    desk: Desk, clock: Clock
) -> None:
    clock.advance(hours=13)
    by_night = desk_at_night(desk, clock)
    tell(by_night, a_notice(NoticeKind.ESCALATION), REFERENCE)
    found = {(each.user_id, each.kind): each.due_at for each in everything(desk.session)}
    manager = CONSORTIUM["shelter_manager"].id
    assert found[WORKER, "escalation"] > clock()
    assert found[manager, "nobody_on_duty"] == clock()


def test_p16_what_the_sweep_makes_up_for_at_night_goes_to_the_leads_duty_list_too(desk: Desk, clock: Clock) -> None:
    on_duty = CONSORTIUM["caseworker"].id
    duty.add(
        desk.session,
        Duty(id=uuid4(), organisation_id=LEAD, user_id=on_duty, starts_at=NOW, ends_at=NOW + timedelta(days=1)),
    )
    clock.advance(hours=13)
    by_night = desk_at_night(desk, clock)
    tell(replace(by_night, staff=None), a_notice(NoticeKind.ESCALATION), REFERENCE, OrganisationId(LEAD))
    assert everything(desk.session) == []
    assert len(plan_missed(by_night)) == 1
    found = {(each.user_id, each.kind): each.due_at for each in everything(desk.session)}
    assert found.pop((on_duty, "nobody_on_duty")) == clock()
    assert {kind for _, kind in found} == {"escalation"}, "the lead's list, and not the partner's managers"
    assert plan_missed(by_night) == ()


def desk_at_night(desk: Desk, clock: Clock) -> Desk:
    return replace(desk, now=clock())


def test_p16_what_was_told_and_not_written_is_made_up_for_within_a_day_and_once(desk: Desk, clock: Clock) -> None:
    tell(replace(desk, staff=None), a_notice(), REFERENCE)
    assert everything(desk.session) == []
    assert len(plan_missed(desk)) == 1
    assert plan_missed(desk) == ()
    assert len(everything(desk.session)) == 2
    tell(replace(desk, staff=None), a_notice(), REFERENCE)
    clock.advance(hours=25)
    assert plan_missed(replace(desk, now=clock())) == ()
    assert clock() > NOW
