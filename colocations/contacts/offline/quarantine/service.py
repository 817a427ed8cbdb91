"""What the author of an entry that waits does with it: open it in the ordinary form, or give it up."""

from typing import Final
from uuid import UUID

from colocations.contacts.offline.model import Content, State, Stored, Why
from colocations.contacts.offline.permits.model import Bearer
from colocations.contacts.offline.quarantine import store
from colocations.contacts.service import Desk
from colocations.sites.forms import Typed
from lvws_core.forms import many
from lvws_core.times import local

ENVELOPE_WAITS, ENVELOPE_GIVEN_UP = "envelope.waits", "envelope.given_up"
"""The kinds of the events of this slice that people are told of."""

ENTRY_ID: Final = "contact_id"
"""The field in which a form carries the id of its entry."""

_WHEN: Final = ("on_day", "on_month", "on_year", "time")
_NOT_SHOWN: Final = frozenset({"_csrf", "_key", "then"})


def opened(desk: Desk, stored: Stored) -> Content:
    """Open an entry that waits, for its author; event `envelope.read`.

    Raises:
        Missing: It waits no more.
    """
    content = store.content_of(desk.session, desk.vault, stored)
    desk.note("envelope.read", stored.id)
    return content


def prefilled(stored: Stored, content: Content) -> Typed:
    """Give the ordinary form with what was typed; without a day and a time it was when it was sealed."""
    values = {name: value for name, value in content.typed.items() if name not in _NOT_SHOWN}
    if not any(many(values.get(name, "")) for name in _WHEN):
        at = local(content.sealed_at)
        day = {"on_day": str(at.day), "on_month": str(at.month), "on_year": str(at.year), "time": f"{at:%H:%M}"}
        values |= day
    return Typed(values={**values, ENTRY_ID: str(stored.contact_id or stored.envelope_id)})


def give_up(desk: Desk, stored: Stored) -> None:
    """Give up an entry that waits: its author says so, its content is erased, and it is counted.

    Event `envelope.given_up`.

    Raises:
        Conflict: It was logged or given up already.
    """
    store.give_up(desk.session, stored, desk.now)
    desk.note(ENVELOPE_GIVEN_UP, stored.id, entries=1)


def given_up_on_device(desk: Desk, bearer: Bearer, entries: int) -> None:
    """Count what a device had to erase without our having taken it; event `envelope.given_up`."""
    for _ in range(entries):
        stored = Stored(
            id=desk.new_id(),
            envelope_id=desk.new_id(),
            permit_id=bearer.permit.id,
            author_id=desk.actor.id,
            kid=bearer.permit.kid,
            state=State.GIVEN_UP,
            sealed_at=desk.now,
            received_at=desk.now,
            why=(Why.PERMIT_WIPED,),
            settled_at=desk.now,
        )
        owner_id = desk.actor.organisation_id
        store.add(desk.session, desk.vault, stored, owner_id=owner_id, digest=b"", raw=b"")
    if entries:
        desk.note(ENVELOPE_GIVEN_UP, bearer.permit.id, entries=entries)


def settle_logged(desk: Desk, contact_id: UUID) -> None:
    """Settle what waits of an entry that is logged now: its author mended it, or finished it somewhere else."""
    store.settle_logged(desk.session, contact_id, desk.now)
