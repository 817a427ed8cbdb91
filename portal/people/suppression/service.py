"""Asking whether somebody declined before."""

from portal.people.model import Identity
from portal.people.service import Desk
from portal.people.suppression import store
from portal.people.suppression.model import tokens_of


def is_suppressed(desk: Desk, identity: Identity) -> bool:
    """Say whether somebody of these details declined and was erased; nobody chases them.

    Source: RET-04.
    """
    return bool(store.known(desk.session, tokens_of(desk.vault, identity), desk.actor.organisation_id))
