"""Setting up and removing the codes of an app and the password: what is changed, ended and told with it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lvws_core.errors import Conflict, Missing
from lvws_core.ports import Vault
from notifications.notices.model import NoticeKind
from portal.audit.service import recorder
from portal.auth import store as accounts
from portal.auth.invitations.forms import Chosen
from portal.auth.model import SEED_COLUMN, Account, SignedIn, account_event
from portal.auth.recovery import store as recovery
from portal.auth.service import PASSWORDS, Passwords, Record, SystemDatabase
from portal.auth.telling.service import tell
from portal.auth.ways import store
from portal.auth.ways.model import Ways, against_removal
from portal.auth.ways.service import Desk, held, settled


def find(database: SystemDatabase, signed_in: SignedIn) -> tuple[Account, Ways]:
    """Give the account that is signed in and its ways to sign in.

    Raises:
        Missing: It was closed meanwhile.
    """
    with database.system(reading=True) as session:
        return store.account_of(session, signed_in.actor.id), store.ways_of(session, signed_in.actor.id)


def set_up(
    database: SystemDatabase,
    vault: Vault,
    signed_in: SignedIn,
    account: Account,
    chosen: Chosen,
    *,
    seed: str,
    now: datetime,
    new_id: Callable[[], UUID],
    audit_key: bytes,
    passwords: Passwords = PASSWORDS,
) -> None:
    """Store the seed of another app, and the password where one was chosen; events `user.enrolled`, `session.closed`.

    The hash is computed outside the transaction, as when signing in.

    Source: assurance P4 (ASVS 6.3.7, 7.4.3).
    """
    password_hash = passwords.hash(chosen.password) if chosen.password else ""
    with database.system() as session:
        record = recorder(session, audit_key)
        key = vault.new_key(account.organisation_id, account.id)
        if password_hash:
            accounts.put_password(session, account.id, password_hash)
        accounts.put_seed(session, account.id, vault.seal(key, SEED_COLUMN, seed), key.wrapped)
        accounts.use_step(session, account.id, chosen.step)
        record(account_event("user.enrolled", account.id, account.organisation_id, by=account.id, now=now))
        end_others(session, record, signed_in, now)
        tell(session, new_id(), account, NoticeKind.WAY_ADDED if password_hash else NoticeKind.WAY_CHANGED, now)


def end_others(session: store.Session, record: Record, signed_in: SignedIn, now: datetime) -> None:
    """End every session of the account but this one, recorded as `session.closed`."""
    actor = signed_in.actor
    ended = store.end_others(session, actor.id, signed_in.id_hash, now)
    if ended:
        record(account_event("session.closed", actor.id, actor.organisation_id, by=actor.id, now=now, sessions=ended))


def removable(ways: Ways) -> Ways:
    """Give the same ways, if password and codes are among them.

    Raises:
        Missing: They are not.
    """
    if not ways.has_password_and_codes:
        raise Missing
    return ways


def remove(desk: Desk, signed_in: SignedIn) -> None:
    """Take password, codes and recovery codes off the actor's account; event `codes.removed`, and a notice.

    Raises:
        Missing: There are none.
        Conflict: They are the last way to sign in.
    """
    reasons = against_removal(removable(held(desk)))
    if reasons:
        raise Conflict(*reasons)
    store.remove_password_and_codes(desk.session, desk.actor.id)
    recovery.forget(desk.session, desk.actor.id)
    desk.note("codes.removed", desk.actor.id)
    settled(desk, signed_in, NoticeKind.WAY_REMOVED)
