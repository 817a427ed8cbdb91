"""Who delivers what was written without a network: found by the permit that a request shows, not by a session."""

from typing import Final

from colocations.contacts.offline.permits import service as permits
from colocations.contacts.offline.permits import store
from colocations.contacts.offline.permits.model import Bearer
from lvws_core.actors import Actor
from portal.auth import store as accounts
from portal.auth.model import SignedIn
from portal.auth.service import SystemDatabase

_SCHEME: Final = "Permit "


class PermitNeededError(Exception):
    """The request shows no permit that we ever gave."""


def bearer_of(database: SystemDatabase, authorization: str) -> tuple[Bearer, SignedIn] | None:
    """Give the permit of an `Authorization` header, however it stands, and its author with the roles of this moment.

    None where there is no such permit. An author whose account is closed is given too: what they wrote is kept.
    """
    if not authorization.startswith(_SCHEME):
        return None
    token_hash = permits.token_hash(authorization.removeprefix(_SCHEME))
    with database.system(reading=True) as session:
        permit = store.by_token(session, token_hash)
        if permit is None:
            return None
        author = permit.user_id
        actor = Actor(
            id=author,
            organisation_id=accounts.organisation_of(session, author),
            roles=accounts.roles_of(session, author),
        )
        is_open = accounts.is_account_open(session, author)
    signed_in = SignedIn(actor=actor, id_hash=b"", user_name="", organisation="")
    return Bearer(permit=permit, is_open=is_open), signed_in
