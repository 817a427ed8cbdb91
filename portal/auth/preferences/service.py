"""Changing the preferences: stored with the account and recorded."""

from collections.abc import Callable
from datetime import datetime

from lvws_core.actors import Actor
from lvws_core.events import Event
from portal.auth import store
from portal.auth.model import account_event


def change_preferences(
    session: store.Session, record: Callable[[Event], None], actor: Actor, *, shortcuts: bool, now: datetime
) -> None:
    """Store what the actor has set, recorded as `user.preferences_changed`."""
    store.put_shortcuts(session, actor.id, shortcuts=shortcuts)
    mine = actor.organisation_id
    record(account_event("user.preferences_changed", actor.id, mine, by=actor.id, now=now, shortcuts=shortcuts))
