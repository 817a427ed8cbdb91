"""A process that sends from the outbox until it is killed or nothing is left; started by the trial beside it."""

import random
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from notifications.deliveries.jobs import deliver_due
from notifications.deliveries.model import Pace
from notifications.senders.model import Sender
from notifications.senders.notify import NotifySender
from notifications.senders.smtp import Server, SmtpSender
from portal.database import Database
from tests.notifications.outbox import a_post

KEY = "tests-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"
LONGEST_SECONDS = 0.45
PACE = Pace(claim=timedelta(seconds=1), most=timedelta(seconds=30))


def now() -> datetime:
    """Give the moment by this machine."""
    return datetime.now(UTC)


def a_sender(place: str) -> Sender:
    """Give the sender to a place: an address of Notify, or a port where mail is taken."""
    if place.startswith("http"):
        return NotifySender(KEY, "template", place, seconds=LONGEST_SECONDS)
    server = Server(
        host="127.0.0.1", port=int(place), from_address="notices@portal.example", tls="none", seconds=LONGEST_SECONDS
    )
    return SmtpSender(server)


def work(url: str, place: str) -> None:
    """Send for as long as the process lives."""
    database = Database(url)
    post = a_post(database, now, a_sender(place), uuid4(), pace=PACE, chance=random.random)
    while True:
        deliver_due(post)
        time.sleep(0.01)
