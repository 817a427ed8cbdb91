"""The desk: what every use case of the portal is handed, in one value."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from lvws_core.actors import Actor
from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.policy import Policy
from lvws_core.ports import Staff, Vault
from lvws_core.times import WorkingCalendar, london_day

Transaction = TypeVar("Transaction")
"""What a store works in; the core knows nothing about it."""


class Desk(msgspec.Struct, Generic[Transaction], frozen=True, kw_only=True):
    """What a use case is handed: the open transaction, who acts, at which moment, under which rules.

    `now` is aware UTC. `record` stores an event with the change, in the same transaction. `new_id`
    and `new_reference` give fresh random ones, so that nothing below makes its own. `staff` finds whom a notice
    reaches by other channels; without it a notice waits for the sweep that makes up for it.
    """

    session: Transaction
    actor: Actor
    now: datetime
    vault: Vault
    calendar: WorkingCalendar
    policy: Policy
    record: Callable[[Event], None]
    new_id: Callable[[], UUID]
    new_reference: Callable[[], Reference]
    staff: Staff | None = None

    @property
    def today(self) -> date:
        """The London day of now."""
        return london_day(self.now)

    def note(self, kind: str, subject_id: UUID, *organisation_ids: UUID, **detail: Any) -> None:
        """Record an event of this actor, now; without other organisations it concerns the actor's own.

        `detail` holds codes, ids, counts and field names, never values.
        """
        concerned = organisation_ids or (self.actor.organisation_id,)
        event = Event(
            kind=kind,
            at=self.now,
            actor_id=self.actor.id,
            subject_id=subject_id,
            organisation_ids=concerned,
            detail=detail,
        )
        self.record(event)
