"""Recovery codes: making them, and signing in with one."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lvws_core import desk as desks
from lvws_core.errors import Missing
from lvws_core.ports import Vault
from notifications.notices.model import NoticeKind
from portal.audit.service import recorder
from portal.auth import store as accounts
from portal.auth.model import Attempt, NewSession, Refused, account_event, refusal
from portal.auth.recovery import store
from portal.auth.recovery.model import NUMBER, code_of, hash_of, hashes_of, written
from portal.auth.service import PASSWORDS, Passwords, SystemDatabase, begin
from portal.auth.telling.service import tell
from portal.auth.throttle.model import Knock
from portal.auth.throttle.service import admit, succeed
from portal.auth.ways.service import account, own
from portal.auth.ways.store import account_of

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def left(desk: Desk) -> int:
    """Give how many codes the actor has.

    Raises:
        Missing: The actor signs in without password and codes, for which they would stand in.
    """
    ways = own(desk)
    if not ways.has_password_and_codes:
        raise Missing
    return ways.recovery_left


def make(desk: Desk, new_token: Callable[[], str]) -> tuple[str, ...]:
    """Make new codes in place of those before, and give them as they are printed; event `recovery.made`, and a notice.

    Raises:
        Missing: The actor signs in without password and codes.

    Source: assurance P4 (ASVS 6.5.1, 6.5.2, 6.5.3).
    """
    left(desk)
    codes = tuple(code_of(new_token()) for _ in range(NUMBER))
    store.put(desk.session, desk.actor.id, hashes_of(desk.vault, desk.actor.id, codes), desk.now)
    desk.note("recovery.made", desk.actor.id, codes=NUMBER)
    tell(desk.session, desk.new_id(), account(desk), NoticeKind.WAY_CHANGED, desk.now)
    return tuple(written(code) for code in codes)


def sign_in_with_code(
    database: SystemDatabase,
    vault: Vault,
    attempt: Attempt,
    knock: Knock,
    *,
    now: datetime,
    new_token: Callable[[], str],
    new_id: Callable[[], UUID],
    audit_key: bytes,
    passwords: Passwords = PASSWORDS,
) -> NewSession | Refused:
    """Begin a session if e-mail, password and recovery code are right, and end the code.

    It stands in for a code of the app and for nothing else: the password is asked for as ever, the try is counted
    as one of signing in, and an unknown account takes as long as a known one. Recorded as `session.opened` or
    `session.refused`; the owner is told by a notice.

    Source: assurance P4, T11 (ASVS 6.4.3, 6.5.1).
    """
    with database.system() as session:
        known = accounts.find_credentials(session, attempt.email)
        is_admitted = admit(session, vault, knock, now)
    genuine = is_admitted and passwords.match(attempt.password, known.password_hash if known else None)
    with database.system() as session:
        record = recorder(session, audit_key)
        code_hash = hash_of(vault, known.user_id, attempt.code) if known and genuine else b""
        if known is None or not (code_hash and store.use(session, known.user_id, code_hash, now)):
            cause = Refused.WRONG if is_admitted else Refused.TOO_MANY_TRIES
            record(refusal(known, now, cause))
            return cause
        succeed(session, vault, knock, now)
        whose = (known.user_id, known.organisation_id)
        remaining = store.left(session, known.user_id)
        record(account_event("recovery.used", *whose, by=known.user_id, now=now, left=remaining))
        tell(session, new_id(), account_of(session, known.user_id), NoticeKind.RECOVERY_USED, now)
        return begin(session, record, *whose, now=now, token=new_token(), way="recovery_code")
