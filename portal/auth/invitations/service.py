"""Accepting an invitation: find whose it is, then in one transaction use it up, enrol, and begin a session."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lvws_core.errors import Missing
from lvws_core.ports import Vault
from portal.audit.service import recorder
from portal.auth import store as accounts
from portal.auth.invitations import store
from portal.auth.invitations.forms import Chosen
from portal.auth.model import Account, NewSession, token_hash
from portal.auth.passkeys.model import FIRST_NAME, Asked, NewPasskey, Purpose, Site, Why
from portal.auth.passkeys.service import ask_new, enrol
from portal.auth.service import PASSWORDS, Passwords, SystemDatabase, begin, settle


def invited(database: SystemDatabase, token: str, now: datetime) -> Account | None:
    """Give whose account an invitation opens, None if it is unknown, used, too old, or the account is closed."""
    with database.system(reading=True) as session:
        return store.invited(session, token_hash(token), now)


def organisation_of(database: SystemDatabase, account: Account) -> str:
    """Give the name of an account's organisation, of which no password is made."""
    with database.system(reading=True) as session:
        return accounts.NamesStore(session).organisation(account.organisation_id)


def ask_for_passkey(database: SystemDatabase, site: Site, account: Account, *, challenge: str, now: datetime) -> str:
    """Give what a browser needs to make the first passkey of an account."""
    with database.system() as session:
        asked = Asked(purpose=Purpose.INVITATION, user_id=account.id, now=now)
        return ask_new(session, site, account, asked, token=challenge)


def accept_by_passkey(
    database: SystemDatabase,
    site: Site,
    account: Account,
    answer: str,
    *,
    token: str,
    id_: UUID,
    now: datetime,
    new_token: Callable[[], str],
    audit_key: bytes,
) -> NewSession | Why:
    """Add the passkey that the browser has made, use the invitation up, and sign the owner in.

    Events `passkey.added` and `session.opened`. Where the passkey is refused the invitation goes on working.

    Raises:
        Missing: Somebody used the invitation up meanwhile.

    Source: assurance P4 (ASVS 6.4.1).
    """
    with database.system() as session:
        record, mine = recorder(session, audit_key), account.organisation_id
        new = NewPasskey(id=id_, name=FIRST_NAME, answer=answer)
        asked = Asked(purpose=Purpose.INVITATION, user_id=account.id, now=now)
        why = enrol(session, record, site, account, new, asked=asked)
        if why is not None:
            return why
        if accounts.use_invitation(session, token_hash(token), now) != account.id:
            raise Missing
        store.void(session, account.id, now)
        return begin(session, record, account.id, mine, now=now, token=new_token(), way="invitation")


def accept(
    database: SystemDatabase,
    vault: Vault,
    account: Account,
    chosen: Chosen,
    *,
    token: str,
    seed: str,
    now: datetime,
    new_token: Callable[[], str],
    audit_key: bytes,
    passwords: Passwords = PASSWORDS,
) -> NewSession | None:
    """Use the invitation up, store the password's hash and the seed, and sign the owner in; events
    `user.enrolled` and `session.opened`. None if somebody used it up meanwhile.

    The hash is computed outside the transaction, as when signing in.

    Source: assurance P4 (ASVS 6.4.1, 7.4.3).
    """  # noqa: D205 - two events in one sentence
    password_hash = passwords.hash(chosen.password)
    with database.system() as session:
        if accounts.use_invitation(session, token_hash(token), now) != account.id:
            return None
        store.void(session, account.id, now)
        record = recorder(session, audit_key)
        settle(session, record, vault, account, password_hash=password_hash, seed=seed, by=account.id, now=now)
        accounts.use_step(session, account.id, chosen.step)
        mine = account.organisation_id
        return begin(session, record, account.id, mine, now=now, token=new_token(), way="invitation")
