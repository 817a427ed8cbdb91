"""Asking whether somebody declined before, or was erased."""

from collections.abc import Sequence

from portal.people.model import Identity
from portal.people.service import Desk
from portal.people.suppression import store
from portal.people.suppression.model import number_token, tokens_of


def is_suppressed(desk: Desk, identity: Identity) -> bool:
    """Say whether somebody of these details declined and was erased; nobody chases them.

    Source: RET-04.
    """
    return bool(store.known(desk.session, tokens_of(desk.vault, identity), desk.actor.organisation_id))


def suppressed_among(desk: Desk, told: Sequence[tuple[Identity, bytes]]) -> frozenset[int]:
    """Give the places of those who declined and were erased, or whose very number was, in one statement.

    Each is an identity with the keyed index of the source's own number.

    Source: RET-04.
    """
    tokens = [
        {*tokens_of(desk.vault, identity), number_token(desk.vault, reference_index)}
        for identity, reference_index in told
    ]
    kept = store.known(desk.session, frozenset().union(*tokens), desk.actor.organisation_id)
    return frozenset(place for place, each in enumerate(tokens) if each & kept)
