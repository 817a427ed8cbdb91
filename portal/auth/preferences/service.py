"""Changing the preferences: stored with the account and recorded."""

from collections.abc import Callable
from datetime import datetime

from lvws_core.actors import Actor
from lvws_core.events import Event
from portal.auth import store
from portal.auth.model import account_event


def change_preferences(
    session: store.Session,
    record: Callable[[Event], None],
    actor: Actor,
    *,
    shortcuts: bool,
    shared_desk: bool,
    now: datetime,
) -> None:
    """Store what the actor has set, recorded as `user.preferences_changed`."""
    store.put_preferences(session, actor.id, shortcuts=shortcuts, shared_desk=shared_desk)
    told = {"shortcuts": shortcuts, "shared_desk": shared_desk}
    record(account_event("user.preferences_changed", actor.id, actor.organisation_id, by=actor.id, now=now, **told))
