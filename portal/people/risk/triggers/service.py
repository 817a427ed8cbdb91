"""Noting what has happened, so that the assessment is made again."""

from lvws_core.ids import Reference
from portal.people import store as people
from portal.people.risk.triggers import store
from portal.people.risk.triggers.model import NotedTrigger
from portal.people.service import Desk


def note_trigger(desk: Desk, reference: Reference, noted: NotedTrigger) -> None:
    """Store what has happened; from now on the assessment is out of date. Event `risk.trigger_noted`.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: RISK-36, domain 1.6.
    """
    key = people.key_of(desk.session, reference)
    store.add(desk.session, desk.vault, key, noted, trigger_id=desk.new_id(), by=desk.actor.id)
    desk.note("risk.trigger_noted", key.record_id, triggers=len(noted.kinds))
