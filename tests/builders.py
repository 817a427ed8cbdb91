"""Builders that every test may use: a fixed moment, fixed keys, a small consortium with an account for each role."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from sqlmodel import Session

from lvws_core.actors import Actor, Role
from lvws_core.ids import OrganisationId, UserId
from portal.auth.tables import Organisation, User
from portal.settings import Secrets, Settings

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""A Monday morning in winter: London is on UTC, and no holiday is near."""

LEAD, SHELTER, GALOP, HOSPITAL = (OrganisationId(UUID(int=0xA0 + n)) for n in range(4))


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the consortium as tests name it."""

    key: str
    id: UserId
    organisation_id: OrganisationId
    role: Role

    @property
    def email(self) -> str:
        """The address that the account signs in with."""
        return f"{self.key}@example.org"

    @property
    def name(self) -> str:
        """The name that colleagues see."""
        return self.key.replace("_", " ").title()

    @property
    def actor(self) -> Actor:
        """The account as rules see it."""
        return Actor(id=self.id, organisation_id=self.organisation_id, roles=frozenset({self.role}))


_ACCOUNTS = (
    ("caseworker", LEAD, Role.LEAD_CASEWORKER),
    ("colleague", LEAD, Role.LEAD_CASEWORKER),
    ("idva", LEAD, Role.IDVA),
    ("lead_manager", LEAD, Role.LEAD_MANAGER),
    ("intake", LEAD, Role.INTAKE_WORKER),
    ("coordinator", LEAD, Role.COLOCATION_COORDINATOR),
    ("analyst", LEAD, Role.ANALYST),
    ("governance", LEAD, Role.INFORMATION_GOVERNANCE),
    ("administrator", LEAD, Role.ADMINISTRATOR),
    ("shelter_worker", SHELTER, Role.PARTNER_WORKER),
    ("shelter_manager", SHELTER, Role.PARTNER_MANAGER),
    ("galop_worker", GALOP, Role.PARTNER_WORKER),
    ("galop_manager", GALOP, Role.PARTNER_MANAGER),
    ("sponsor", HOSPITAL, Role.HOST_SPONSOR),
)

CONSORTIUM = {
    key: Colleague(key=key, id=UserId(UUID(int=0xC0 + n)), organisation_id=organisation_id, role=role)
    for n, (key, organisation_id, role) in enumerate(_ACCOUNTS)
}
"""Every account by its key: one for each role, two partners, and a second caseworker."""


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Give the moment it stands at."""
        return self.now

    def advance(self, **length: float) -> None:
        """Move it on by a length in the words of `timedelta`."""
        self.now += timedelta(**length)


class Ids:
    """Ids in a row, so that a failure reads the same twice; the first `after` of them are left out."""

    def __init__(self, after: int = 0) -> None:
        self.spent = after

    def __call__(self) -> UUID:
        """Give the next one."""
        self.spent += 1
        return UUID(bytes=hashlib.sha256(b"%d" % self.spent).digest()[:16], version=4)


def some_secrets() -> Secrets:
    """Give four keys that are the same in every test."""
    names = (b"vault", b"index", b"audit", b"form")
    return Secrets(**{f"{n.decode()}_key": hashlib.sha256(n).digest() for n in names})


def some_settings(database_url: str, *, demo: bool = False, address: str = "") -> Settings:
    """Give settings for a database; with an address there are passkeys."""
    own = {"organisation": "Alder Victim Service", "address": address}
    return Settings(database_url=database_url, secrets=some_secrets(), demo=demo, **own)


def add_consortium(session: Session, accounts: Iterable[Colleague] = CONSORTIUM.values()) -> None:
    """Add the four organisations and their accounts, in a session of the system."""
    for id_, key, kind in ((LEAD, "lead", "lead"), (SHELTER, "shelter", "partner"), (GALOP, "galop", "partner")):
        session.add(Organisation(id=id_, key=key, name=f"{key.title()} Team", kind=kind))
    session.add(Organisation(id=HOSPITAL, key="hospital", name="Alder Hospital", kind="host"))
    for each in accounts:
        session.add(
            User(
                id=each.id,
                organisation_id=each.organisation_id,
                display_name=each.name,
                email=each.email,
                roles=each.role.value,
            )
        )
