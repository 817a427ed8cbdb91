"""Invented requests of people: one whose pack is being put together, one that waits for the identity, a hold."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from lvws_core.actors import Actor
from lvws_core.desk import Desk
from lvws_core.ids import Reference
from lvws_core.retention import HoldReason
from lvws_core.rights import Asker, Right
from lvws_core.times import london_day
from portal.rights.holds.model import Held
from portal.rights.holds.service import hold
from portal.rights.requests.model import IdentityCheck, Raised, Step, Stepped
from portal.rights.requests.service import raise_request, step

DeskOf = Callable[[Actor, datetime], Desk[Session]]


def ask_for_rights(
    desk_of: DeskOf, people: Sequence[Reference], worker: Actor, governance: Actor, now: datetime
) -> None:
    """Raise a request about each of two people, and hold the record of a third, through the real use cases."""
    seen, unknown, kept = people
    asked_at, today = now - timedelta(days=9), london_day(now)
    words = "Everything that you have about me since the spring."
    raised = Raised(kind=Right.ACCESS, asker=Asker.PERSON, received_on=london_day(asked_at), words=words)
    request = raise_request(desk_of(worker, asked_at), seen, raised)
    checked = Stepped(step=Step.IDENTIFIED, on=london_day(asked_at), check=IdentityCheck.KNOWN)
    step(desk_of(governance, asked_at + timedelta(hours=2)), request.reference, checked)
    raise_request(
        desk_of(worker, now - timedelta(hours=3)),
        unknown,
        Raised(kind=Right.CORRECTION, asker=Asker.PERSON, received_on=today, words="My street is misspelt."),
    )
    hold(desk_of(governance, now - timedelta(days=20)), kept, Held(reason=HoldReason.CLAIM, since=today))
