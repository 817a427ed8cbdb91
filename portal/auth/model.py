"""Accounts and sessions as values: who may sign in, with what, and when a session is over."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec
import pyotp

from lvws_core.actors import Actor, Role
from lvws_core.errors import Invalid
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, UserId
from portal.auth.emergency.model import Emergency

PASSWORD_SHORTEST: Final = 15
PASSWORD_LONGEST: Final = 128
CODE_SECONDS: Final = 30
SEED_COLUMN: Final = "credential.totp"
"""The name of the place to which a sealed TOTP seed is bound."""


class SessionLimits(msgspec.Struct, frozen=True, kw_only=True):
    """How long a session lives: unused, in all, and how often its last use is written down.

    At a desk that others use it is locked after `desk` unused instead, its last use is written every
    `desk_touch_every`, and from `idle` on it takes password and code to open it again.

    Source: assurance P3, P7, T8 (ASVS 7.3.1, 7.3.2).
    """

    idle: timedelta = timedelta(minutes=15)
    absolute: timedelta = timedelta(hours=10)
    touch_every: timedelta = timedelta(minutes=1)
    desk: timedelta = timedelta(minutes=5)
    desk_touch_every: timedelta = timedelta(seconds=15)


SESSION_LIMITS: Final = SessionLimits()
NOBODY: Final = UserId(UUID(int=0))
"""Whom a refusal is about when the account does not exist."""
INVITATION_LIFE: Final = timedelta(hours=24)  # ASVS 6.4.1


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation of the consortium; `kind` is `lead`, `partner` or `host`."""

    id: OrganisationId
    key: str
    name: str
    kind: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account of one member of staff; `email` is as `normal_email` gives it, `team` is what partners read.

    Raises:
        Invalid: No role, the clock's role (no account may hold it), or an e-mail that is not in its normal form.
    """

    id: UserId
    organisation_id: OrganisationId
    display_name: str
    email: str
    roles: frozenset[Role]
    team: str = ""

    def __post_init__(self) -> None:
        """Refuse an account that could do nothing, or what only the system's clock may do."""
        if not self.roles or Role.CLOCK in self.roles:
            raise Invalid("roles", "clock" if self.roles else "required")
        if "@" not in self.email or self.email != normal_email(self.email):
            raise Invalid("email", "not_an_email")


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """An account as its organisation's manager sees it; `disabled_at`, aware, is None while it is open.

    `is_new` says that nobody has signed in with it, nor chosen a password.
    """

    id: UserId
    name: str
    roles: frozenset[Role]
    disabled_at: datetime | None = None
    is_new: bool = False


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """What an account signs in with; both secrets are None for an account that cannot, or no longer may."""

    user_id: UserId
    organisation_id: OrganisationId
    password_hash: str | None
    sealed_seed: bytes | None
    sealed_key: bytes | None
    last_step: int


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed to sign in; nothing in it is believed yet."""

    email: str
    password: str
    code: str


class Refused(StrEnum):
    """Why nobody was signed in: what was typed is wrong, or there were too many tries to look at it."""

    WRONG = "wrong"
    TOO_MANY_TRIES = "too_many_tries"


class SessionTimes(msgspec.Struct, frozen=True, kw_only=True):
    """When a session began, was last used, was ended, and was locked by hand; aware UTC."""

    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    locked_at: datetime | None = None


class Lock(StrEnum):
    """How a session at a shared desk stands: `away` is locked for so long that one secret does not open it."""

    OPEN = "open"
    LOCKED = "locked"
    AWAY = "away"


class NewSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session that has just begun: `token` goes into the cookie and is stored nowhere."""

    token: str
    user_id: UserId
    organisation_id: OrganisationId


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in, with the roles of this moment; `organisation` is its name.

    `last_visit` (aware) is when the account was last used before this session began, None if never;
    `proved_at` (aware) is when it was last shown that it is they, at sign-in or since.
    `shortcuts` and `filters`, saved ones in codes, are the account's own. `desk` says that its sessions
    are locked as at a desk that others use, `wants_desk` that the account itself asked for it. `emergency` is what
    the account was last admitted to, whether it still runs or not.
    """

    actor: Actor
    id_hash: bytes
    user_name: str
    organisation: str
    proved_at: datetime = datetime.min.replace(tzinfo=UTC)
    last_visit: datetime | None = None
    shortcuts: bool = False
    filters: tuple[str, ...] = ()
    desk: bool = False
    wants_desk: bool = False
    emergency: Emergency | None = None
    lock: Lock = Lock.OPEN


def normal_email(text: str) -> str:
    """Give an e-mail address as it is stored and looked up: no spaces around, lower case."""
    return text.strip().casefold()


def token_hash(token: str) -> bytes:
    """Give the SHA-256 under which a session or a link is stored; the token itself never is.

    Source: assurance P3.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def csrf_token(key: bytes, session_hash: bytes) -> str:
    """Give the token that a form of this session must bring back: bound to the session, not to a cookie.

    Source: assurance P3, T12.
    """
    return hmac.new(key, b"csrf\x1f" + session_hash, hashlib.sha256).hexdigest()


def is_over(
    times: SessionTimes, now: datetime, limits: SessionLimits = SESSION_LIMITS, *, at_shared_desk: bool = False
) -> bool:
    """Say whether a session no longer admits anyone: ended, unused too long, or simply too old.

    At a shared desk an unused session is locked and not over: `lock_of` says how.

    Source: assurance P3, T8; each limit ends the session at its exact instant.
    """
    unused, age = now - times.seen_at, now - times.created_at
    unused_too_long = unused >= limits.idle and not at_shared_desk
    return times.ended_at is not None or unused_too_long or age >= limits.absolute


def works_at_shared_desk(roles: frozenset[Role], *, wished: bool) -> bool:
    """Say whether an account's screen is to be locked as at a desk that others use.

    It is for whoever works at a host's desk, and for anyone who wishes it.

    Source: assurance P7.
    """
    return wished or Role.IDVA in roles


def lock_of(times: SessionTimes, now: datetime, limits: SessionLimits = SESSION_LIMITS) -> Lock:
    """Say how a session at a shared desk stands: locked by hand or after five minutes, away after fifteen.

    Source: assurance P7, T6, T8; each limit holds from its exact instant.
    """
    unused = now - times.seen_at
    if unused >= limits.idle:
        return Lock.AWAY
    return Lock.LOCKED if times.locked_at is not None or unused >= limits.desk else Lock.OPEN


def code_step(seed: str, code: str, now: datetime, *, last_step: int) -> int | None:
    """Give the 30-second step whose code this is, None if it is not the current one or was used before.

    Only the current step counts, so a code that was read over a shoulder is worth seconds.

    Source: assurance P4, ASVS 6.5.1 and 6.5.5.
    """
    step = int(now.timestamp()) // CODE_SECONDS
    wanted = pyotp.HOTP(seed).at(step)
    genuine = hmac.compare_digest(wanted.encode(), code.encode("utf-8", "surrogatepass"))
    return step if genuine and step > last_step else None


def provisioning_uri(seed: str, *, email: str, issuer: str) -> str:
    """Give the `otpauth:` address that an authenticator app reads from a QR code; it holds the secret."""
    return pyotp.TOTP(seed).provisioning_uri(name=email, issuer_name=issuer)


def account_event(
    kind: str, user_id: UserId, organisation_id: OrganisationId, *, by: UserId | None, now: datetime, **detail: Any
) -> Event:
    """Give the event that says what happened to an account; `detail` holds counts and codes only."""
    mine = (organisation_id,)
    return Event(kind=kind, at=now, actor_id=by, subject_id=user_id, organisation_ids=mine, detail=detail)


def refusal(known: Credentials | None, now: datetime, cause: Refused) -> Event:
    """Give `session.refused` with its cause; whoever tried has not shown to be anyone, so it has no actor."""
    if known is not None:
        return account_event("session.refused", known.user_id, known.organisation_id, by=None, now=now, cause=cause)
    why = "unknown_account" if cause is Refused.WRONG else cause
    return Event(kind="session.refused", at=now, actor_id=None, subject_id=NOBODY, detail={"cause": why})
