"""The mail of the demonstration: a few messages in a folder, one that could not be delivered, and somebody on duty."""

import random
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from msgspec.structs import replace
from sqlalchemy import update
from sqlmodel import Session, col

from lvws_core.actors import THE_CLOCK, Role
from notifications.deliveries import service as deliveries
from notifications.deliveries import store
from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.planning.model import Planned
from notifications.duty import store as duty
from notifications.duty.model import Duty
from notifications.notices import store as notices
from notifications.notices.tables import NoticeRow
from notifications.senders.model import Letter, UnsentError, Why
from portal.demo.seeding import Staff
from portal.dependencies import Supplies, desk_at
from portal.posting import post_of

_SENT: Final = 4
"""Of how many of the newest notices messages are sent."""


class _Refusing:
    """A way out that takes no address."""

    can_be_asked = False
    lanes = 1
    longest = timedelta(seconds=1)

    def send(self, letter: Letter) -> None:  # noqa: ARG002 - whichever it is
        """Refuse.

        Raises:
            UnsentError: Always.
        """
        raise UnsentError(Why.BAD_ADDRESS, lasting=True)

    def knows(self, reference: UUID) -> bool:  # noqa: ARG002 - it took none
        """Say no."""
        return False


def set_mail(supplies: Supplies, staff: tuple[Staff, ...]) -> None:
    """Send what a few notices say, let one message fail, and put a caseworker of the lead on duty for a day."""
    now = datetime.now(UTC)
    partners = [each for each in staff if Role.PARTNER_WORKER in each.actor.roles]
    worker = next((each for each in partners if each.organisation == "Galop"), partners[0])
    lead = next(each for each in staff if Role.LEAD_CASEWORKER in each.actor.roles)
    with supplies.database.system() as session:
        failing = Planned(
            organisation_id=worker.actor.organisation_id,
            user_id=worker.actor.id,
            key="demonstration",
            kind="arrived",
            urgent=False,
            due_at=now - timedelta(hours=2),
        )
        store.write(session, [failing], supplies.new_id)
    post = post_of(supplies, uuid4(), random.random)
    deliver_due(replace(post, sender=_Refusing()))
    with supplies.database.system() as session:
        _plan_newest(supplies, session, now)
        _put_on_duty(session, lead, now)
    deliver_due(post)


def _plan_newest(supplies: Supplies, session: Session, now: datetime) -> None:
    """Write what the newest notices send; what the invented past told before is history."""
    desk = desk_at(supplies, session, THE_CLOCK, now)
    for each in notices.unplanned(session, now - timedelta(days=1), 1000)[-_SENT:]:
        if desk.staff is not None:
            deliveries.plan(desk, desk.staff, {each.id: each.told}, None, about=each.reference, at_once=True)
    session.execute(update(NoticeRow).values(planned_at=col(NoticeRow.at)))


def _put_on_duty(session: Session, lead: Staff, now: datetime) -> None:
    day = Duty(
        id=uuid4(),
        organisation_id=lead.actor.organisation_id,
        user_id=lead.actor.id,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=23),
    )
    duty.add(session, day)
