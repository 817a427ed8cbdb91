"""A message that becomes a dead letter is told to who can act, with that change, and never round and round."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from litestar import Litestar
from msgspec.structs import replace
from sqlalchemy import select
from sqlmodel import col

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import Reference
from notifications.deliveries.jobs import Post, deliver_due
from notifications.deliveries.model import State
from notifications.duty import store as duty
from notifications.duty.model import Duty
from notifications.notices.model import Audience, NoticeKind, Told
from notifications.notices.service import tell
from notifications.notices.tables import NoticeRow
from notifications.senders.model import UnsentError, Why
from portal.database import SYSTEM
from portal.dependencies import desk_at
from portal.posting import post_of
from tests.builders import CONSORTIUM, LEAD, SHELTER, Clock
from tests.kit import Visitor
from tests.notifications.outbox import HOLDER, LINK, Provider, outbox

As = Callable[[str], Visitor]
WORKER, MANAGER = CONSORTIUM["shelter_worker"], CONSORTIUM["shelter_manager"]


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def post(app: Litestar) -> Post:
    """A process of the portal whose provider refuses every message for good."""
    provider = Provider()
    provider.before = [UnsentError(Why.BAD_ADDRESS, lasting=True) for _ in range(100)]
    return replace(post_of(app.state.supplies, HOLDER, lambda: 0.5), sender=provider, address=LINK)


def sent(app: Litestar, clock: Clock, *on_duty: str) -> None:
    """Tell one worker of Shelter of something of the lead's that cannot wait, with these on duty."""
    with app.state.database.system() as session:
        for number, each in enumerate(CONSORTIUM[key] for key in on_duty):
            times = {"starts_at": clock(), "ends_at": clock() + timedelta(hours=9)}
            whose = {"organisation_id": each.organisation_id, "user_id": each.id}
            duty.add(session, Duty(id=UUID(int=number + 5), **whose, **times))
        desk = desk_at(app.state.supplies, session, THE_CLOCK, clock())
        told = Told(organisation_id=SHELTER, audience=Audience.TEAM, kind=NoticeKind.ARRIVED, user_id=WORKER.id)
        tell(desk, told, Reference("7QK2-M9"), LEAD)
    clock.advance(seconds=1)


def told_to(app: Litestar) -> list[tuple[UUID, UUID | None]]:
    """Give who was told that something was not delivered: the organisation, and who in it."""
    with app.state.database.system(reading=True) as session:
        whom = select(col(NoticeRow.owner_organisation_id), col(NoticeRow.user_id))
        found = session.execute(whom.where(col(NoticeRow.kind) == NoticeKind.UNDELIVERED), execution_options=SYSTEM)
        return [tuple(row) for row in found]


def test_p16_who_is_on_duty_for_the_team_is_told_at_once_and_led_to_the_list(
    app: Litestar, client_for: As, clock: Clock, post: Post
) -> None:
    sent(app, clock, "shelter_manager", "shelter_worker", "lead_manager")
    deliver_due(post)
    assert told_to(app) == [(SHELTER, MANAGER.id)], "not whoever could not be reached"
    page = client_for("shelter_manager").get("/notices").text
    assert "Emails were not delivered: see to whom and why" in page
    assert page.count('href="/deliveries"') == 2, "the banner and the notice"
    assert "Emails were not delivered" not in client_for("shelter_worker").get("/notices").text


def test_p16_with_nobody_else_on_duty_the_managers_hear_of_it_by_day_and_the_leads_duty_list_by_night(
    app: Litestar, client_for: As, clock: Clock, post: Post
) -> None:
    sent(app, clock)
    deliver_due(post)
    assert told_to(app) == [(SHELTER, None)]
    clock.advance(hours=13)
    sent(app, clock, "shelter_worker", "caseworker")
    deliver_due(post)
    assert told_to(app)[1:] == [(LEAD, CONSORTIUM["caseworker"].id)]
    assert "1 partner has undelivered messages" in client_for("caseworker").get("/notices").text


def test_p16_a_dead_letter_about_a_dead_letter_is_told_to_nobody(app: Litestar, clock: Clock, post: Post) -> None:
    sent(app, clock, "shelter_manager")
    for _ in range(5):
        deliver_due(post)
        clock.advance(hours=2)
    found = sorted((each.kind, each.state) for each in outbox(app.state.database))
    assert found == [("arrived", State.DEAD), ("undelivered", State.DEAD)]
    assert len(told_to(app)) == 1


def test_p16_many_dead_letters_of_one_hour_are_told_once(app: Litestar, clock: Clock, post: Post) -> None:
    sent(app, clock, "shelter_manager")
    sent(app, clock)
    deliver_due(post)
    sent(app, clock)
    deliver_due(post)
    assert len(told_to(app)) == 1
    clock.advance(hours=1)
    sent(app, clock)
    deliver_due(post)
    assert len(told_to(app)) == 2


def test_p16_it_is_no_dead_letter_unless_somebody_is_told(app: Litestar, clock: Clock, post: Post) -> None:
    def broken(*_: object) -> None:
        raise ConnectionError

    sent(app, clock, "shelter_manager")
    with pytest.raises(ConnectionError):
        deliver_due(replace(post, on_dead=broken))
    assert [each.state for each in outbox(app.state.database)] == [State.CLAIMED]
