"""Locking a session and opening it again: the use cases."""

from datetime import datetime

from lvws_core.ports import Vault
from portal.audit.service import recorder
from portal.auth import store
from portal.auth.locking.model import Unlocking
from portal.auth.model import Credentials, Refused, SignedIn, account_event, refusal
from portal.auth.service import PASSWORDS, Passwords, SystemDatabase, code_step_of
from portal.auth.throttle.model import Knock
from portal.auth.throttle.service import admit, succeed


def lock(database: SystemDatabase, owner: SignedIn, *, now: datetime, audit_key: bytes) -> None:
    """Lock a session at once, recorded as `session.locked`; locking it twice changes nothing.

    Source: assurance P7, T6.
    """
    with database.system() as session:
        if store.lock(session, owner.id_hash, now):
            actor = owner.actor
            event = account_event("session.locked", actor.id, actor.organisation_id, by=actor.id, now=now)
            recorder(session, audit_key)(event)


def unlock(
    database: SystemDatabase,
    vault: Vault,
    owner: SignedIn,
    typed: Unlocking,
    knock: Knock,
    *,
    now: datetime,
    audit_key: bytes,
    demo: bool = False,
    passwords: Passwords = PASSWORDS,
) -> Refused | None:
    """Open a session's lock if everything that was typed is right and unused; a refusal never says what was not.

    A try counts before the password is looked at, and a session that is open
    asks as a locked one does: a screen that only its own script had covered shows nothing for less.
    Recorded as `session.unlocked` or `session.refused`. In the demonstration (`demo`) an account has no
    password, and anything opens its lock.

    Source: assurance P3, P4, P7, T11.
    """
    with database.system() as session:
        known = store.credentials_of(session, owner.actor.id)
        is_shown = demo and known is not None and known.password_hash is None
        is_admitted = is_shown or admit(session, vault, knock, now)
    step = 0 if is_shown else None
    if known is not None and is_admitted and not is_shown:
        step = _genuine(vault, known, typed, now, passwords)
    with database.system() as session:
        record = recorder(session, audit_key)
        if known is None or step is None or not _opened(session, owner, known, step, now):
            cause = Refused.WRONG if is_admitted else Refused.TOO_MANY_TRIES
            record(refusal(known, now, cause))
            return cause
        succeed(session, vault, knock, now)
        ways = [name for name in ("password", "code") if getattr(typed, name)]
        whose = (known.user_id, known.organisation_id)
        record(account_event("session.unlocked", *whose, by=known.user_id, now=now, ways=ways))
        return None


def _genuine(vault: Vault, known: Credentials, typed: Unlocking, now: datetime, passwords: Passwords) -> int | None:
    """Give the step of the code that was typed, 0 without one, and None when anything typed is wrong."""
    if typed.password and not passwords.match(typed.password, known.password_hash):
        return None
    return code_step_of(vault, known, typed.code, now) if typed.code else 0


def _opened(session: store.Session, owner: SignedIn, known: Credentials, step: int, now: datetime) -> bool:
    if step and not store.use_step(session, known.user_id, step):
        return False
    return store.unlock(session, owner.id_hash, now)
