"""What falls due by itself: the private half of a key is erased when no envelope can need it any more."""

from datetime import timedelta

from colocations.contacts.offline.keys import store
from colocations.contacts.offline.keys.service import Desk
from lvws_core.events import Event


def erase_old_keys(desk: Desk) -> tuple[str, ...]:
    """Erase keys that were retired and named by no permit for `policy.envelope_days`; give their names.

    The desk is the clock's, in a transaction of the system. Event `seal_key.erased`.

    Source: issue on co-locations: an envelope is accepted for 30 days after its permit, and keys are kept as long.
    """
    due = store.to_erase(desk.session, desk.now, timedelta(days=desk.policy.envelope_days))
    for kid, organisation_id, record_id in due:
        store.erase(desk.session, kid, desk.now)
        event = Event(
            kind="seal_key.erased",
            at=desk.now,
            actor_id=None,
            subject_id=record_id,
            organisation_ids=(organisation_id,),
        )
        desk.record(event)
    return tuple(kid for kid, _, _ in due)
