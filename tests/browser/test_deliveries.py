"""What was not delivered, in a real browser: whoever is on duty is led to it, decides, and the banner is gone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import update
from sqlmodel import col

from notifications.deliveries.model import State
from notifications.deliveries.tables import DeliveryRow
from notifications.duty import store as duty
from notifications.duty.model import Duty
from notifications.senders.model import Why
from portal.database import SYSTEM
from tests.browser.conftest import Live, Visit
from tests.browser.hands import press
from tests.browser.test_journey import says
from tests.builders import CONSORTIUM
from tests.notifications.outbox import put

pytestmark = pytest.mark.browser

WORKER = CONSORTIUM["galop_worker"]


def not_delivered(live: Live) -> None:
    """Make a message to a worker of Galop a dead letter, and put the worker on duty for an hour."""
    database, key, now = live.server.app.state.database, f"dead-{uuid4()}", live.clock()
    put(database, key=key, organisation_id=WORKER.organisation_id, user_id=WORKER.id)
    with database.system() as session:
        dead = {"state": State.DEAD.value, "error": Why.BAD_ADDRESS.value, "settled_at": now}
        session.execute(update(DeliveryRow).where(col(DeliveryRow.key) == key).values(**dead), execution_options=SYSTEM)
        whose = {"organisation_id": WORKER.organisation_id, "user_id": WORKER.id}
        duty.add(session, Duty(id=uuid4(), starts_at=now, ends_at=now + timedelta(hours=1), **whose))


@pytest.mark.parametrize("javascript", [True, False], ids=["with javascript", "without javascript"])
def test_whoever_is_on_duty_says_that_they_know_and_the_banner_is_gone(
    live: Live, visit: Visit, *, javascript: bool
) -> None:
    not_delivered(live)
    worker = visit("galop_worker", javascript=javascript)
    page = worker.open("/inbox")
    says(page, "1 email was not delivered to your team")
    page.get_by_role("link", name="See to whom and why").click()
    says(page, "The email address is wrong or no longer works")
    press(page, "They know")
    says(page, "It is off the list. The notice itself still stands in the portal.")
    page = worker.open("/inbox")
    expect(page.get_by_text("not delivered")).to_have_count(0)
