"""The use case of the step-up."""

from datetime import datetime
from typing import Any

from lvws_core.ports import Vault
from portal.auth.locking.model import Unlocking
from portal.auth.locking.service import prove
from portal.auth.model import Refused, SignedIn, token_hash
from portal.auth.passkeys import service as passkeys
from portal.auth.passkeys.model import Site
from portal.auth.service import SystemDatabase
from portal.auth.stepup import store
from portal.auth.throttle.model import Knock


def confirm(
    database: SystemDatabase,
    vault: Vault,
    owner: SignedIn,
    typed: Unlocking,
    knock: Knock,
    *,
    now: datetime,
    token: str,
    audit_key: bytes,
    demo: bool = False,
) -> Refused | None:
    """Let a session go on under the id of `token`, its owner shown now, if what was typed is right and unused.

    Recorded as `session.confirmed` or `session.refused`; in the demonstration any code will do for an
    account without a password.

    Source: assurance P3, P4, T9 (ASVS 7.5.3).
    """

    def renew(session: store.Session) -> bool:
        return store.renew(session, owner.id_hash, token_hash(token), now)

    how = {"now": now, "audit_key": audit_key, "demo": demo}
    return prove(database, vault, owner, typed, knock, kind="session.confirmed", then=renew, **how)  # type: ignore[arg-type]


def confirm_by_passkey(
    database: SystemDatabase, site: Site, owner: SignedIn, answer: str, *, now: datetime, token: str, audit_key: bytes
) -> bool:
    """Do the same for whoever used a passkey of the session's owner; recorded as `confirm` records it."""

    def renew(session: store.Session) -> bool:
        return store.renew(session, owner.id_hash, token_hash(token), now)

    how: dict[str, Any] = {"kind": "session.confirmed", "then": renew, "now": now, "audit_key": audit_key}
    return passkeys.prove(database, site, owner, answer, **how)
