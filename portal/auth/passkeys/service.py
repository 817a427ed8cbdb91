"""Passkeys: the use cases. What belongs to signing in opens its own transactions, as all of signing in does."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from lvws_core.events import Event
from lvws_core.ids import UserId
from portal.audit.service import recorder
from portal.auth.model import NOBODY, Account, NewSession, SignedIn, account_event, token_hash
from portal.auth.passkeys import store
from portal.auth.passkeys.model import (
    Answer,
    Asked,
    Enrolled,
    NewPasskey,
    Passkey,
    Purpose,
    Site,
    Why,
    check_making,
    check_use,
    creation_options,
    read_making,
    read_use,
    request_options,
)
from portal.auth.service import Record, SystemDatabase, begin


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey that was used genuinely, and how often its device now says that it was."""

    passkey: Passkey
    sign_count: int


def ask_any(database: SystemDatabase, site: Site, *, token: str, now: datetime) -> str:
    """Give what a browser needs to sign in with any passkey of the portal, with a challenge stored for minutes."""
    with database.system() as session:
        store.issue(session, token_hash(token), Asked(purpose=Purpose.SIGN_IN, now=now))
    return request_options(site, challenge=token)


def ask_own(session: store.Session, site: Site, user_id: UserId, *, token: str, now: datetime) -> str:
    """Give what a browser needs to show with a passkey whose session it is."""
    asked = Asked(purpose=Purpose.PROVE, user_id=user_id, now=now)
    store.issue(session, token_hash(token), asked)
    return request_options(site, challenge=token, allowed=store.passkeys_of(session, user_id))


def ask_new(session: store.Session, site: Site, account: Account, asked: Asked, *, token: str) -> str:
    """Give what a browser needs to make a passkey for an account, with a challenge stored for minutes."""
    store.issue(session, token_hash(token), asked)
    return creation_options(site, account, challenge=token, present=store.passkeys_of(session, account.id))


def sign_in(
    database: SystemDatabase,
    site: Site,
    text: str,
    *,
    now: datetime,
    new_token: Callable[[], str],
    audit_key: bytes,
) -> NewSession | None:
    """Begin a session for whoever used a passkey genuinely; None never says what was wrong.

    Recorded as `session.opened`, or as `session.refused` with the cause for the log alone.

    Source: assurance P3, P4, T11.
    """
    with database.system() as session:
        record, shown = recorder(session, audit_key), show(session, site, text, Asked(purpose=Purpose.SIGN_IN, now=now))
        if isinstance(shown, Why):
            record(_refused(session, text, shown, now))
            return None
        whose = (shown.passkey.user_id, shown.passkey.organisation_id)
        return begin(session, record, *whose, now=now, token=new_token(), way="passkey")


def prove(
    database: SystemDatabase,
    site: Site,
    owner: SignedIn,
    text: str,
    *,
    kind: str,
    then: Callable[[store.Session], bool],
    now: datetime,
    audit_key: bytes,
) -> bool:
    """Show anew whose session it is: do `then` if a passkey of its owner was used genuinely, recorded as `kind`.

    False never says what was wrong; it is recorded as `session.refused`, also when `then` says that the session
    has ended meanwhile. Both factors are shown, however long a desk was left.

    Source: assurance P4, P7, ASVS 7.5.3.
    """
    mine, asked = (
        (owner.actor.id, owner.actor.organisation_id),
        Asked(purpose=Purpose.PROVE, user_id=owner.actor.id, now=now),
    )
    with database.system() as session:
        record, shown = recorder(session, audit_key), show(session, site, text, asked)
        if isinstance(shown, Why) or not then(session):
            record(account_event("session.refused", *mine, by=None, now=now, cause="passkey", why=_why(shown)))
            return False
        record(account_event(kind, *mine, by=owner.actor.id, now=now, ways=["passkey"]))
        return True


def show(session: store.Session, site: Site, text: str, asked: Asked) -> Shown | Why:
    """Give the passkey that an answer shows, used now, or why it shows none; its challenge is used up either way.

    Source: assurance P4.
    """
    answer = read_use(text)
    if answer is None:
        return Why.UNREADABLE
    if not _is_ours(session, answer, asked):
        return Why.CHALLENGE
    passkey = store.find(session, answer.credential_id)
    if passkey is None:
        return Why.UNKNOWN
    if asked.user_id not in {None, passkey.user_id}:
        return Why.OTHER_ACCOUNT
    count = check_use(site, answer, passkey, named=asked.user_id is not None)
    if isinstance(count, Why):
        return count
    return (
        Shown(passkey=passkey, sign_count=count) if store.use(session, passkey, count, asked.now) else Why.COUNTER_BACK
    )


def enrol(
    session: store.Session, record: Record, site: Site, owner: Account, new: NewPasskey, *, asked: Asked
) -> Why | None:
    """Add the passkey that a browser has made to an account, or give why not; its challenge is used up either way.

    Recorded as `passkey.added`, or as `passkey.refused` with the cause for the log alone.

    Source: assurance P4.
    """
    mine, by, now = (owner.id, owner.organisation_id), owner.id, asked.now
    found = _new(session, site, new.answer, asked)
    if isinstance(found, Why):
        record(account_event("passkey.refused", *mine, by=by, now=now, why=found.value))
        return found
    made = {key: getattr(found, key) for key in found.__struct_fields__}
    passkey = Passkey(id=new.id, user_id=mine[0], organisation_id=mine[1], **made, name=new.name, added_at=now)
    store.add(session, passkey)
    record(account_event("passkey.added", *mine, by=by, now=now, passkey=str(new.id)))
    return None


def _new(session: store.Session, site: Site, text: str, asked: Asked) -> Enrolled | Why:
    answer = read_making(text)
    if answer is None:
        return Why.UNREADABLE
    if not _is_ours(session, answer, asked):
        return Why.CHALLENGE
    found = check_making(site, answer)
    if isinstance(found, Enrolled) and store.is_known(session, found.credential_id):
        return Why.TAKEN
    return found


def _is_ours(session: store.Session, answer: Answer, asked: Asked) -> bool:
    token = token_hash(answer.challenge.decode("utf-8", "replace"))
    return store.spend(session, token, asked)


def _refused(session: store.Session, text: str, why: Why, now: datetime) -> Event:
    """Give the refusal of a sign-in; it names the account only where a passkey of ours was tried."""
    answer = read_use(text)
    passkey = None if answer is None else store.find(session, answer.credential_id)
    told = {"cause": "passkey", "why": why.value}
    if passkey is None:
        return Event(kind="session.refused", at=now, actor_id=None, subject_id=NOBODY, detail=told)
    return account_event("session.refused", passkey.user_id, passkey.organisation_id, by=None, now=now, **told)


def _why(shown: Shown | Why) -> str:
    return shown.value if isinstance(shown, Why) else "session_over"
