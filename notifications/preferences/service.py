"""The use cases of channels: what a reader has chosen, and changing it."""

from lvws_core.actors import Actor
from notifications.preferences import store
from notifications.preferences.forms import ChannelsForm, changed
from notifications.preferences.model import Preferences


def own(session: store.Session, actor: Actor) -> Preferences:
    """Give what the actor has chosen."""
    return store.of_readers(session, [actor.id]).get(actor.id, Preferences())


def choose(session: store.Session, actor: Actor, form: ChannelsForm) -> Preferences:
    """Store what the actor chose; it holds for what happens from now on, and is given back."""
    chosen = changed(own(session, actor), form)
    store.put(session, actor, chosen)
    return chosen
