"""The audit's use cases: record what happened, check that nobody has changed it since."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from lvws_core.events import Event
from portal.audit import store
from portal.audit.model import Head, Verification, verify


def recorder(session: store.Session, key: bytes) -> Callable[[Event], None]:
    """Give the function that writes an event into the transaction of `session`: stored with the change or not at all.

    Source: assurance P9, G9.
    """
    return partial(store.append, session, key)


def verify_chain(session: store.Session, key: bytes, outside: Iterable[Head] = ()) -> Verification:
    """Check every entry against the key, the anchors in the database and those kept `outside` it.

    Source: assurance P9.
    """
    return verify(store.entries(session), key, (*store.anchors(session), *outside))


def anchor_head(session: store.Session, now: datetime) -> Head | None:
    """Write down the head of the chain and give it, for the caller to keep in a second place.

    Source: assurance P9.
    """
    return store.anchor(session, now)
