"""The key with which new envelopes are sealed: made when it is first needed, and anew when it is old."""

from datetime import timedelta

from colocations.contacts.offline.keys import store
from colocations.contacts.offline.keys.model import SealKey, key_name, new_pair
from lvws_core import desk as desks

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def current(desk: Desk) -> SealKey:
    """Give the key of the actor's organisation for new permits; event `seal_key.made` when a new one is.

    One that is older than `policy.seal_key_days` is retired; envelopes that were sealed with it still open.
    """
    found = store.current(desk.session)
    if found is not None and desk.now - found.made_at < timedelta(days=desk.policy.seal_key_days):
        return found
    if found is not None:
        store.retire(desk.session, found.kid, desk.now)
    private_pem, spki = new_pair()
    key, record_id = SealKey(kid=key_name(spki), spki=spki, made_at=desk.now), desk.new_id()
    store.add(desk.session, desk.vault, key, private_pem, owner=(desk.actor.organisation_id, record_id))
    desk.note("seal_key.made", record_id)
    return key
