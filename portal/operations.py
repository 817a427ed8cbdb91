"""What an operator does to an installation from the command line, each as one transaction that is in the audit."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import msgspec
import pyotp
from sqlmodel import Session

from lvws_core.actors import Role
from lvws_core.events import Event
from lvws_core.ids import OrganisationId, UserId
from portal.audit.model import Head, Verification
from portal.audit.service import anchor_head, recorder, verify_chain
from portal.auth import service, store
from portal.auth.model import Account, Organisation, normal_email, provisioning_uri
from portal.caseload.load.store import number_of
from portal.database import Database
from portal.settings import Settings
from portal.standing import standing
from portal.vault import vault_of

Record = Callable[[Event], None]


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner of a new account is handed once: with these they sign in, and nobody can read them again."""

    email: str
    password: str
    seed: str
    uri: str


def invite_user(  # every argument is one word of the command
    settings: Settings,
    *,
    id_: UUID,
    email: str,
    name: str,
    organisation: str,
    roles: Iterable[str],
    team: str,
    password: str,
    now: datetime,
) -> NewAccount:
    """Make an account that signs in with `password` and a new TOTP seed.

    Raises:
        Missing: There is no organisation with this key.
        Invalid: The e-mail is not one, or a role that no account may hold.
    """
    vault = vault_of(settings)
    seed = pyotp.random_base32()
    with _recorded(settings) as (session, record):
        account = Account(
            id=UserId(id_),
            organisation_id=store.organisation_id_of(session, organisation),
            display_name=name,
            email=normal_email(email),
            roles=frozenset(Role(role) for role in roles),
            team=team,
        )
        service.create_user(session, record, account, by=None, now=now)
        service.enrol(session, record, vault, account, password=password, seed=seed, by=None, now=now)
    uri = provisioning_uri(seed, email=account.email, issuer=settings.organisation)
    return NewAccount(email=account.email, password=password, seed=seed, uri=uri)


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What a closed account leaves: its id, and how many open cases are nobody's now."""

    user_id: UserId
    cases: int


def disable_user(settings: Settings, *, email: str, now: datetime) -> Left:
    """Close an account and end its sessions; gives what it leaves, which is the manager's from this instant.

    Raises:
        Missing: There is no such account.
    """
    with _recorded(settings) as (session, record):
        user_id = store.user_id_of(session, normal_email(email))
        service.disable_user(session, record, user_id, by=None, now=now)
        return Left(user_id=user_id, cases=number_of(session, user_id))


def add_organisation(settings: Settings, *, id_: UUID, key: str, name: str, kind: str, now: datetime) -> None:
    """Add an organisation of a kind (`lead`, `partner`, `host`) under a short key."""
    with _recorded(settings) as (session, record):
        added = Organisation(id=OrganisationId(id_), key=key, name=name, kind=kind)
        service.create_organisation(session, record, added, now=now)


def verify_audit(settings: Settings, outside: Iterable[Head] = ()) -> Verification:
    """Check the whole chain of the audit, against the heads that were kept outside too."""
    with system(settings, reading=True) as session:
        return verify_chain(session, settings.audit_key, outside)


def standing_of(settings: Settings, *, now: datetime) -> tuple[str, ...]:
    """Give how the installation stands, a line each: the oldest unsent delivery, who sweeps, the last sweep."""
    with system(settings, reading=True) as session:
        return standing(session, now).lines()


def anchor_audit(settings: Settings, *, now: datetime) -> Head | None:
    """Write down the head of the audit and give it, to be kept outside; None while there is no entry."""
    with system(settings) as session:
        return anchor_head(session, now)


@contextmanager
def system(settings: Settings, *, reading: bool = False) -> Generator[Session]:
    """Open a transaction in the system's own scope, over a database of its own."""
    database = Database(settings.database_url)
    try:
        with database.system(reading=reading) as session:
            yield session
    finally:
        database.dispose()


@contextmanager
def _recorded(settings: Settings) -> Generator[tuple[Session, Record]]:
    with system(settings) as session:
        yield session, recorder(session, settings.audit_key)
