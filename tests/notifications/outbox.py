"""What tests of the outbox use: messages in it, a process that sends, and a provider that does as it is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from lvws_core.times import london_day
from notifications.deliveries import store
from notifications.deliveries.jobs import Post
from notifications.deliveries.model import Delivery, Pace
from notifications.deliveries.planning.model import Planned
from notifications.deliveries.tables import DeliveryRow
from notifications.senders.model import Letter, Sender, UnsentError
from portal.database import Database
from portal.posting import wordings
from portal.staff import StaffStore
from tests.builders import CONSORTIUM, NOW, Clock

LINK = "https://portal.example.org/notices"
HOLDER = UUID(int=0x5E)
WORDINGS = wordings()


class Provider:
    """A way out that remembers what it took; `answers` are raised in turn, before or after it takes a letter."""

    longest = timedelta(seconds=1)

    def __init__(self, *, can_be_asked: bool = True, lanes: int = 1) -> None:
        self.can_be_asked, self.lanes = can_be_asked, lanes
        self.taken: list[Letter] = []
        self.before: list[UnsentError] = []
        self.after: list[BaseException] = []

    def send(self, letter: Letter) -> None:
        """Take a letter, or do as told."""
        if self.before:
            raise self.before.pop(0)
        self.taken.append(letter)
        if self.after:
            raise self.after.pop(0)

    def knows(self, reference: UUID) -> bool:
        """Say whether it took a letter."""
        return any(letter.reference == reference for letter in self.taken)


def a_post(
    database: Database, clock: Callable[[], datetime], sender: Sender | None, holder: UUID = HOLDER, **changes: Any
) -> Post:
    """Give what a process sends with."""
    values: dict[str, Any] = {
        "transaction": database.system,
        "staff": lambda session: StaffStore(session, london_day(clock())),
        "sender": sender,
        "wordings": WORDINGS,
        "address": LINK,
        "holder": holder,
        "on_dead": lambda _session, _dead: None,
        "clock": clock,
        "chance": lambda: 0.5,
        "pace": Pace(),
    }
    return Post(**values | changes)


def put(database: Database, many: int = 1, new_id: Callable[[], UUID] | None = None, **changes: Any) -> None:
    """Write so many messages to the outbox, due now."""
    whom = CONSORTIUM["shelter_worker"]
    values = {
        "organisation_id": whom.organisation_id,
        "user_id": whom.id,
        "kind": "arrived",
        "urgent": False,
        "due_at": NOW,
    }
    planned = [Planned(**{**values, "key": f"key-{number}", **changes}) for number in range(many)]
    with database.system() as session:
        store.write(session, planned, new_id or uuid4)


def outbox(database: Database) -> list[Delivery]:
    """Give everything in the outbox, in the order of its keys."""
    with database.system(reading=True) as session:
        return everything(session)


def everything(session: Session) -> list[Delivery]:
    """Give everything in the outbox that a session of the system reads."""
    names = [name for name in DeliveryRow.model_fields if name != "key"]
    columns = [getattr(DeliveryRow, name) for name in names]
    return [store.read(row) for row in session.execute(select(*columns).order_by(col(DeliveryRow.key)))]


def a_clock() -> Clock:
    """Give a clock at the usual moment."""
    return Clock()
