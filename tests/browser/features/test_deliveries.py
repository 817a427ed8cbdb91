"""What was not delivered: whoever answers for the team reads it on every page of theirs, and decides."""

from uuid import UUID

from litestar import Litestar

from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.model import State
from notifications.duty import store as duty
from notifications.duty.model import Duty
from notifications.senders.model import UnsentError, Why
from tests.browser.features.stage import Stage, follow, says, silent
from tests.browser.hands import press
from tests.builders import CONSORTIUM, Clock
from tests.notifications.outbox import Provider, a_post, outbox, put

BANNER = "1 email was not delivered to your team"


def not_delivered(app: Litestar, clock: Clock, on_duty: str) -> None:
    """Let a message to the worker of Shelter be refused for good, with somebody on duty until the next day."""
    put(app.state.database, key="refused")
    provider = Provider()
    provider.before = [UnsentError(Why.BAD_ADDRESS, lasting=True)]
    with app.state.database.system() as session:
        whom, now = CONSORTIUM[on_duty], clock()
        until = now.replace(day=now.day + 1)
        whose = {"organisation_id": whom.organisation_id, "user_id": whom.id}
        duty.add(session, Duty(id=UUID(int=5), starts_at=now, ends_at=until, **whose))
    deliver_due(a_post(app.state.database, clock, provider))


def test_whoever_is_on_duty_says_that_they_know_and_the_banner_is_gone(stage: Stage) -> None:
    not_delivered(stage.app, stage.clock, "shelter_worker")
    page = stage.browser("shelter_worker").open("/inbox")
    says(page, BANNER)
    follow(page, "See to whom and why")
    says(page, "Shelter Worker", "The email address is wrong or no longer works", "Tell them by phone")
    press(page, "They know")
    says(page, "It is off the list. The notice itself still stands in the portal.")
    page.goto(page.url.partition("/deliveries")[0] + "/inbox")
    silent(page, "not delivered")
    assert [each.state for each in outbox(stage.app.state.database) if each.error is Why.BAD_ADDRESS] == [State.DROPPED]
