"""Changing one's own password."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lvws_core.ports import Vault
from notifications.notices.model import NoticeKind
from portal.audit.service import recorder
from portal.auth import store as accounts
from portal.auth.model import Account, Refused, SignedIn, account_event, refusal
from portal.auth.service import PASSWORDS, Passwords, SystemDatabase
from portal.auth.telling.service import tell
from portal.auth.throttle.model import Knock
from portal.auth.throttle.service import admit, succeed
from portal.auth.ways.codes.service import end_others


def change(
    database: SystemDatabase,
    vault: Vault,
    signed_in: SignedIn,
    account: Account,
    knock: Knock,
    *,
    old: str,
    password: str,
    now: datetime,
    new_id: Callable[[], UUID],
    audit_key: bytes,
    passwords: Passwords = PASSWORDS,
) -> Refused | None:
    """Store another password for whoever knows the old one; events `password.changed` and `session.closed`.

    A wrong old one is a try like one at sign-in, recorded as `session.refused`.

    Source: assurance P4 (ASVS 6.2.2, 6.2.3, 6.3.7, 7.4.3).
    """
    with database.system() as session:
        known = accounts.credentials_of(session, account.id)
        is_admitted = admit(session, vault, knock, now)
    genuine = is_admitted and passwords.match(old, known.password_hash if known else None)
    password_hash = passwords.hash(password) if genuine else ""
    with database.system() as session:
        record = recorder(session, audit_key)
        if not password_hash:
            cause = Refused.WRONG if is_admitted else Refused.TOO_MANY_TRIES
            record(refusal(known, now, cause))
            return cause
        succeed(session, vault, knock, now)
        accounts.put_password(session, account.id, password_hash)
        record(account_event("password.changed", account.id, account.organisation_id, by=account.id, now=now))
        end_others(session, record, signed_in, now)
        tell(session, new_id(), account, NoticeKind.WAY_CHANGED, now)
        return None
