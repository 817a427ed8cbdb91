"""Ports: what a slice is handed by the application, described by the core so that slices import no one."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Final, Protocol, runtime_checkable
from uuid import UUID

import msgspec

from lvws_core.actors import Role
from lvws_core.consent.attempts import Attempt
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.referrals.moves import RequestStatus
from lvws_core.vocabulary import NeedCategory

SYSTEM: Final = {"system": True}
"""Marks a statement as the portal's own, which the gate for rows lets pass (ADR 2)."""


@runtime_checkable
class SystemTransactions(Protocol):
    """The part of the database that a route without a session needs: transactions in the system's own scope."""

    def system(self, *, reading: bool = False) -> AbstractContextManager[Any]:
        """Open a transaction that commits at the end, or rolls back on an error."""


class RecordKey(msgspec.Struct, frozen=True, kw_only=True):
    """The data key of one record: `wrapped` opens only in the vault, and only for this record.

    Its row keeps `wrapped`; deleting that column erases everything sealed under it.
    """

    organisation_id: OrganisationId
    record_id: UUID
    wrapped: bytes


@runtime_checkable
class Vault(Protocol):
    """Seals red and amber text so that the database alone gives nothing away (assurance P8)."""

    def new_key(self, organisation_id: OrganisationId, record_id: UUID) -> RecordKey:
        """Make the data key of a new record."""

    def seal(self, key: RecordKey, column: str, text: str) -> bytes:
        """Encrypt a text, bound to record, column (`person.identity`) and organisation."""

    def open(self, key: RecordKey, column: str, sealed: bytes) -> str:
        """Decrypt what `seal` gave for the same record, column and organisation.

        Raises:
            Invalid: It was sealed for another place, or altered, or the key is gone.
        """

    def index(self, kind: str, text: str) -> bytes:
        """Give the keyed index of a text for exact look-up; `kind` (`phone`) separates the spaces."""


@runtime_checkable
class Names(Protocol):
    """Names of organisations and colleagues by id, for pages."""

    def organisation(self, organisation_id: UUID) -> str:
        """Give the organisation's name."""

    def partners(self) -> dict[UUID, str]:
        """Give the names of the delivery partners, in one look-up."""

    def hosts(self) -> dict[UUID, str]:
        """Give the names of the organisations that host somebody of ours, in one look-up."""

    def with_role(self, organisation_id: UUID, role: Role) -> dict[UserId, str]:
        """Give the display names of the colleagues in an organisation who hold a role, in one look-up."""

    def colleagues(self, user_ids: frozenset[UserId]) -> dict[UserId, str]:
        """Give the display name of each account asked for, in one look-up."""

    def team(self, organisation_id: UUID) -> dict[UserId, str]:
        """Give the display names of the colleagues in an organisation who answer offers, in one look-up."""


@runtime_checkable
class Habits(Protocol):
    """What is the reader's own: when they were here before this sitting, and the filters that they saved."""

    @property
    def last_visit(self) -> datetime | None:
        """When the reader last used the portal before this sitting (aware), None if never."""

    @property
    def filters(self) -> tuple[str, ...]:
        """The saved filters, the oldest first, in codes without spaces."""

    def keep_filters(self, filters: tuple[str, ...]) -> None:
        """Store the saved filters anew."""


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True):
    """What another slice may know of a person: the id, the reference, no identity."""

    id: PersonId
    reference: Reference


@runtime_checkable
class FindPerson(Protocol):
    """Finds a person by reference within what the actor may see."""

    def __call__(self, reference: Reference) -> FoundPerson:
        """Give the person.

        Raises:
            Missing: There is none, or not for this actor.
        """


class FoundRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a person tells of a request; `kept_until` is the last day of a draft, None of any other."""

    reference: Reference
    status: RequestStatus
    needs: frozenset[NeedCategory]
    created_at: datetime
    kept_until: date | None = None


@runtime_checkable
class FindRequests(Protocol):
    """Finds the requests of a person within what the actor may see."""

    def __call__(self, person_id: PersonId) -> tuple[FoundRequest, ...]:
        """Give them, the newest first; nothing sealed is opened."""


class FoundCase(msgspec.Struct, frozen=True, kw_only=True):
    """What the newest open case of a person says about reaching them; `received_at` is aware.

    `enhanced` is of cases that are not about domestic abuse; `trial_on` is a London day, None where none is known.
    """

    received_at: datetime
    high_risk: bool = False
    domestic_abuse: bool = False
    enhanced: bool = False
    sexual_violence: bool = False
    is_witness: bool = False
    trial_on: date | None = None


@runtime_checkable
class FindCase(Protocol):
    """Finds the newest open case of a person within what the actor may see."""

    def __call__(self, person_id: PersonId) -> FoundCase | None:
        """Give it, None where there is none; nothing sealed is opened."""


@runtime_checkable
class FindAttempts(Protocol):
    """Finds attempts to reach a person that other services made: when, how and with which result, never by whom."""

    def __call__(self, person_id: PersonId, since: datetime) -> tuple[Attempt, ...]:
        """Give those from a moment on (aware) that did not reach the person, oldest first; nothing sealed is opened."""


@runtime_checkable
class FindAlarm(Protocol):
    """Finds what was not delivered to the colleagues for whom the actor answers now."""

    def __call__(self) -> str:
        """Say it in a sentence; "" while everything was delivered, and to those who cannot act."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """An open account that may be told something; `away` says that it is on leave today."""

    id: UserId
    organisation_id: OrganisationId
    roles: frozenset[Role]
    away: bool = False


@runtime_checkable
class Staff(Protocol):
    """Finds the members of staff who may be told something, and where their mail goes."""

    def recipients(
        self,
        organisation_ids: frozenset[OrganisationId],
        about: Reference | None = None,
        among: frozenset[UserId] | None = None,
    ) -> tuple[Recipient, ...]:
        """Give every open account of these organisations that may know of what a reference is about; `among` these."""

    def addresses(self, user_ids: frozenset[UserId]) -> dict[UserId, str]:
        """Give the e-mail address of each account that stands open, in one look-up."""
