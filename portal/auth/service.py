"""Sign-in, sessions and accounts: the use cases.

What belongs to signing in opens its own transactions of the system, because nobody is signed in yet
and because hashing a password must not hold the database's one writer.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final, Protocol, runtime_checkable

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lvws_core.actors import Actor
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import RecordKey, Vault
from portal.audit.service import recorder
from portal.auth import store
from portal.auth.model import (
    INVITATION_LIFE,
    SEED_COLUMN,
    SESSION_LIMITS,
    Account,
    Attempt,
    Credentials,
    Lock,
    NewSession,
    Organisation,
    Refused,
    SessionLimits,
    SignedIn,
    account_event,
    code_step,
    is_over,
    lock_of,
    refusal,
    token_hash,
)
from portal.auth.passwords.model import check_password, words_of
from portal.auth.sessions.model import Ended, device_in_words
from portal.auth.sessions.service import keep_to_most
from portal.auth.sessions.store import why_ended
from portal.auth.throttle.model import Knock
from portal.auth.throttle.service import admit, succeed

Record = Callable[[Event], None]


class Passwords:
    """Hashes passwords, few at a time, and as long for nobody as for somebody.

    `nobody` is a hash made by `hasher` that is checked when there is no account; at most `turns`
    hashes are computed at once in a process, so that sign-ins cannot starve its other work.

    Source: assurance P4.
    """

    def __init__(self, hasher: PasswordHasher, *, nobody: str, turns: int) -> None:
        self._hasher, self._nobody = hasher, nobody
        self._turns = BoundedSemaphore(turns)

    def hash(self, password: str) -> str:
        """Give the salted hash that is stored."""
        with self._turns:
            return self._hasher.hash(password)

    def match(self, password: str, password_hash: str | None) -> bool:
        """Say whether the password has this hash; None takes as long and is never matched."""
        with self._turns:
            try:
                self._hasher.verify(password_hash or self._nobody, password.encode("utf-8", "surrogatepass"))
            except (VerificationError, InvalidHashError):
                return False
        return password_hash is not None


PASSWORDS: Final = Passwords(
    PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1),
    nobody="$argon2id$v=19$m=65536,t=3,p=1$Pb6/7XGlcuwTfCAfl7jxNw$/8n5HkuDjeSq3M0+1YRlMGghGhMZ0650+WTDVOkl9wM",
    turns=2,
)
"""argon2id with 64 MB; one lane each, so that two at a time are two cores' work (assurance P4)."""


@runtime_checkable  # the framework checks what it injects
class SystemDatabase(Protocol):
    """The part of the database that signing in needs: transactions in the system's own scope."""

    def system(self, *, reading: bool = False) -> AbstractContextManager[store.Session]:
        """Open a transaction that commits at the end, or rolls back on an error."""


def sign_in(
    database: SystemDatabase,
    vault: Vault,
    attempt: Attempt,
    knock: Knock,
    *,
    now: datetime,
    new_token: Callable[[], str],
    audit_key: bytes,
    passwords: Passwords = PASSWORDS,
) -> NewSession | Refused:
    """Begin a session if e-mail, password and code are right and unused; a refusal never says which was not.

    The try is counted before the password is looked at, the hash is computed outside any transaction, and
    an unknown account is counted, and takes as long, as a known one. What is tried too often is not looked
    at, so that a flood of it costs no hashes. Recorded as `session.opened` or `session.refused`; a refusal
    names the account only if it exists.

    Source: assurance P3, P4, T11, T35.
    """
    with database.system() as session:
        known, is_admitted = store.find_credentials(session, attempt.email), admit(session, vault, knock, now)
    genuine = is_admitted and passwords.match(attempt.password, known.password_hash if known else None)
    step = code_step_of(vault, known, attempt.code, now) if known and genuine else None
    with database.system() as session:
        record = recorder(session, audit_key)
        if known is None or step is None or not store.use_step(session, known.user_id, step):
            cause = Refused.WRONG if is_admitted else Refused.TOO_MANY_TRIES
            record(refusal(known, now, cause))
            return cause
        succeed(session, vault, knock, now)
        return begin(session, record, known.user_id, known.organisation_id, now=now, token=new_token(), way="password")


def code_step_of(vault: Vault, known: Credentials, code: str, now: datetime) -> int | None:
    """Give the step whose code this is for an account, None if it is wrong, was used, or there is no seed."""
    if known.sealed_seed is None or known.sealed_key is None:
        return None
    seed = vault.open(_key(known.organisation_id, known.user_id, known.sealed_key), SEED_COLUMN, known.sealed_seed)
    return code_step(seed, code, now, last_step=known.last_step)


def _key(organisation_id: OrganisationId, user_id: UserId, wrapped: bytes) -> RecordKey:
    return RecordKey(organisation_id=organisation_id, record_id=user_id, wrapped=wrapped)


def begin(
    session: store.Session,
    record: Record,
    user_id: UserId,
    organisation_id: OrganisationId,
    *,
    now: datetime,
    token: str,
    way: str,
) -> NewSession:
    """Begin a session of an account, recorded as `session.opened` with the way in which it was shown to be theirs.

    The oldest of too many ends, recorded as `session.closed`.
    """
    new = token_hash(token)
    store.add_session(session, new, user_id, now)
    keep_to_most(session, record, user_id, organisation_id, new=new, now=now)
    record(account_event("session.opened", user_id, organisation_id, by=user_id, now=now, way=way))
    return NewSession(token=token, user_id=user_id, organisation_id=organisation_id)


def load(
    database: SystemDatabase,
    token: str,
    *,
    now: datetime,
    limits: SessionLimits = SESSION_LIMITS,
    by_itself: bool = False,
) -> SignedIn | None:
    """Give who is signed in under a cookie's token, None if nobody is or the session is locked; see `look`."""
    found = look(database, token, now=now, limits=limits, by_itself=by_itself)
    return found if found is not None and found.lock is Lock.OPEN else None


def look(
    database: SystemDatabase,
    token: str,
    *,
    now: datetime,
    limits: SessionLimits = SESSION_LIMITS,
    by_itself: bool = False,
    agent: str = "",
) -> SignedIn | None:
    """Give whose session a cookie's token names and how it is locked, None if unknown, over, or its account closed.

    One statement; the last use is written at most once in `limits.touch_every`, and only while the
    session has not ended: a request that began before the sign-out cannot revive it, and an id that
    somebody planted is never adopted. What a page asks `by_itself`, such as an inbox that looks for
    news, is no use: a desk that was left is locked all the same. Nothing asked of a locked session is
    a use of it. Of `agent`, what the browser calls itself, two words are kept with it.

    Source: assurance P3, P7, T6, T8, T9, T10, T34.
    """
    id_hash = token_hash(token)
    with database.system(reading=True) as session:
        found = store.load_session(session, id_hash)
    if found is None or is_over(found[0], now, limits, at_shared_desk=found[1].desk):
        return None
    times, signed_in = found
    if signed_in.desk and (lock := lock_of(times, now, limits)) is not Lock.OPEN:
        return msgspec.structs.replace(signed_in, lock=lock)
    every = limits.desk_touch_every if signed_in.desk else limits.touch_every
    is_due = not by_itself and now - times.seen_at >= every
    if is_due and not _touch(database, id_hash, now, agent):
        return None
    return signed_in


def _touch(database: SystemDatabase, id_hash: bytes, now: datetime, agent: str) -> bool:
    with database.system() as session:
        return store.touch(session, id_hash, now, **({"device": device_in_words(agent)} if agent else {}))


def farewell(database: SystemDatabase, token: str) -> Ended | None:
    """Give why the session of a cookie's token ended, None where that is not to be said."""
    with database.system(reading=True) as session:
        return why_ended(session, token_hash(token))


def sign_out(database: SystemDatabase, token: str, *, actor: Actor, now: datetime, audit_key: bytes) -> None:
    """End the session of a token for good, recorded as `session.closed`; ending it twice changes nothing.

    Source: assurance P3, G13.
    """
    with database.system() as session:
        if store.end(session, token_hash(token), now):
            closed = account_event("session.closed", actor.id, actor.organisation_id, by=actor.id, now=now, sessions=1)
            recorder(session, audit_key)(closed)


def end_sessions_of(
    session: store.Session, record: Record, user_id: UserId, *, by: UserId | None, now: datetime
) -> int:
    """End every session of an account, recorded as `session.closed` with their number, which is returned.

    Raises:
        Missing: There is no such account.

    Source: assurance T34 (ASVS 7.4.2, 7.4.5).
    """
    organisation_id, ended = store.organisation_of(session, user_id), store.end_all(session, user_id, now)
    if ended:
        record(account_event("session.closed", user_id, organisation_id, by=by, now=now, sessions=ended))
    return ended


def create_organisation(session: store.Session, record: Record, organisation: Organisation, *, now: datetime) -> None:
    """Add an organisation to the consortium, recorded as `organisation.created`."""
    store.add_organisation(session, organisation)
    mine, detail = organisation.id, {"kind": organisation.kind}
    kind = "organisation.created"
    record(Event(kind=kind, at=now, actor_id=None, subject_id=mine, organisation_ids=(mine,), detail=detail))


def create_user(session: store.Session, record: Record, account: Account, *, by: UserId | None, now: datetime) -> None:
    """Add an account that cannot sign in until it is enrolled or invited, recorded as `user.created`."""
    store.add_user(session, account)
    roles = sorted(account.roles)
    record(account_event("user.created", account.id, account.organisation_id, by=by, now=now, roles=roles))


def enrol(
    session: store.Session,
    record: Record,
    vault: Vault,
    account: Account,
    *,
    password: str,
    seed: str,
    by: UserId | None,
    now: datetime,
    passwords: Passwords = PASSWORDS,
) -> None:
    """Give an account its password and its TOTP seed (base32), replacing earlier ones; `user.enrolled`.

    Every session of the account ends with the change.

    Raises:
        Invalid: The password breaks a rule of `check_password`.

    Source: assurance P4 (ASVS 6.2.1, 7.4.3).
    """
    check_password(password, email=account.email, words=words_of(account))
    settle(session, record, vault, account, password_hash=passwords.hash(password), seed=seed, by=by, now=now)


def settle(
    session: store.Session,
    record: Record,
    vault: Vault,
    account: Account,
    *,
    password_hash: str,
    seed: str,
    by: UserId | None,
    now: datetime,
) -> None:
    """Give an account the hash of its password and its TOTP seed, as `enrol` does with a password it hashes itself."""
    key = vault.new_key(account.organisation_id, account.id)
    store.put_password(session, account.id, password_hash)
    store.put_seed(session, account.id, vault.seal(key, SEED_COLUMN, seed), key.wrapped)
    end_sessions_of(session, record, account.id, by=by, now=now)
    record(account_event("user.enrolled", account.id, account.organisation_id, by=by, now=now))


def disable_user(session: store.Session, record: Record, user_id: UserId, *, by: UserId | None, now: datetime) -> None:
    """Close an account and end its sessions, recorded as `user.disabled`; closing it twice changes nothing.

    Raises:
        Missing: There is no such account.

    Source: assurance T34 (ASVS 7.4.2).
    """
    organisation_id = store.organisation_of(session, user_id)
    if store.disable(session, user_id, now):
        record(account_event("user.disabled", user_id, organisation_id, by=by, now=now))
    end_sessions_of(session, record, user_id, by=by, now=now)


def invite(
    session: store.Session, record: Record, user_id: UserId, *, token: str, by: UserId | None, now: datetime
) -> None:
    """Store a link to an account that works once within 24 hours, recorded as `user.invited`.

    Raises:
        Missing: There is no such account.

    Source: assurance section 5, ASVS 6.4.1.
    """
    organisation_id = store.organisation_of(session, user_id)
    store.add_invitation(session, token_hash(token), user_id, now + INVITATION_LIFE)
    record(account_event("user.invited", user_id, organisation_id, by=by, now=now))


def open_link(
    database: SystemDatabase, token: str, *, now: datetime, new_token: Callable[[], str], audit_key: bytes
) -> NewSession | None:
    """Use up a link and begin a session for its account; None if it is unknown, used or too old.

    A link stands in for every factor, so the portal offers this on the loopback demonstration only.
    """
    with database.system() as session:
        user_id = store.use_invitation(session, token_hash(token), now)
        if user_id is None:
            return None
        organisation_id, record = store.organisation_of(session, user_id), recorder(session, audit_key)
        return begin(session, record, user_id, organisation_id, now=now, token=new_token(), way="link")
