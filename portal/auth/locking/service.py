"""Locking a session and opening it again: the use cases."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from lvws_core.ports import Vault
from portal.audit.service import recorder
from portal.auth import store
from portal.auth.locking.model import Unlocking
from portal.auth.model import Credentials, Refused, SignedIn, account_event, refusal
from portal.auth.passkeys import service as passkeys
from portal.auth.passkeys.model import Site
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

    A session that is open asks as a locked one does: a screen that only its own script had covered shows
    nothing for less. Recorded as `session.unlocked` or `session.refused`.

    Source: assurance P3, P4, P7, T11.
    """

    def opened(session: store.Session) -> bool:
        return store.unlock(session, owner.id_hash, now)

    how = {"now": now, "audit_key": audit_key, "demo": demo, "passwords": passwords}
    return prove(database, vault, owner, typed, knock, kind="session.unlocked", then=opened, **how)  # type: ignore[arg-type]


def unlock_by_passkey(
    database: SystemDatabase, site: Site, owner: SignedIn, answer: str, *, now: datetime, audit_key: bytes
) -> bool:
    """Open a session's lock for whoever used a passkey of its owner; recorded as `unlock` records it."""

    def opened(session: store.Session) -> bool:
        return store.unlock(session, owner.id_hash, now)

    how: dict[str, Any] = {"kind": "session.unlocked", "then": opened, "now": now, "audit_key": audit_key}
    return passkeys.prove(database, site, owner, answer, **how)


def prove(
    database: SystemDatabase,
    vault: Vault,
    owner: SignedIn,
    typed: Unlocking,
    knock: Knock,
    *,
    kind: str,
    then: Callable[[store.Session], bool],
    now: datetime,
    audit_key: bytes,
    demo: bool = False,
    passwords: Passwords = PASSWORDS,
) -> Refused | None:
    """Show anew whose session it is: do `then` if what was typed is right and unused, recorded as `kind`.

    A try counts before the password is looked at. A refusal is recorded as `session.refused`; it is one too
    when `then` says that the session has ended meanwhile. In the demonstration (`demo`) an account has no
    password, and anything will do.

    Source: assurance P3, P4, T11.
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
        if known is None or step is None or not (_is_unused(session, known, step) and then(session)):
            cause = Refused.WRONG if is_admitted else Refused.TOO_MANY_TRIES
            record(refusal(known, now, cause))
            return cause
        succeed(session, vault, knock, now)
        ways = [name for name in ("password", "code") if getattr(typed, name)]
        record(account_event(kind, known.user_id, known.organisation_id, by=known.user_id, now=now, ways=ways))
        return None


def _genuine(vault: Vault, known: Credentials, typed: Unlocking, now: datetime, passwords: Passwords) -> int | None:
    """Give the step of the code that was typed, 0 without one, and None when anything typed is wrong."""
    if typed.password and not passwords.match(typed.password, known.password_hash):
        return None
    return code_step_of(vault, known, typed.code, now) if typed.code else 0


def _is_unused(session: store.Session, known: Credentials, step: int) -> bool:
    return step == 0 or store.use_step(session, known.user_id, step)
