"""Contacts in the database: those of an author, of a person, what waits, and what was said last.

Whatever a host may see leaves out the contacts that are `is_apart`: the lists and counts for it ask for that.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select, update
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from colocations.contacts.choices.model import (
    About,
    ContactKind,
    Feedback,
    Manner,
    Outcome,
    Purpose,
    Safe,
    StaffRole,
    TrainingLevel,
)
from colocations.contacts.model import Contact, Words
from colocations.contacts.tables import ContactRow
from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.ports import SYSTEM, RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc

MOST: Final = 100
"""How many contacts a list shows at most."""

_NAMES: Final = tuple(name for name in Contact.__struct_fields__ if name != "has_words")
_COLUMNS: Final = (*(getattr(ContactRow, name) for name in _NAMES), col(ContactRow.sealed_words).is_not(None))
_INSTANTS: Final = ("at", "received_at", "confirmed_at", "linked_at", "called_back_at", "call_back_at", "apart_at")
_CODES: Final[dict[str, Any]] = {
    "kind": ContactKind,
    "purpose": Purpose,
    "outcome": Outcome,
    "manner": Manner,
    "safe": Safe,
    "about": About,
    "staff_role": StaffRole,
    "level": TrainingLevel,
    "feedback": Feedback,
}
_WORDS: Final = "contact.words"


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A contact as it was stored first, with the digest of what was sent."""

    contact: Contact
    digest: bytes


def already(session: Session, contact_id: UUID) -> Stored | None:
    """Give what is stored under an id, whoever may read it; the caller looks whose it is.

    The system's own statement (ADR 2): an author may by now be kept from the person whom an entry was about, and
    the entry sent again is still the same entry.
    """
    statement = select(*_COLUMNS, col(ContactRow.digest)).where(col(ContactRow.id) == contact_id)
    row = session.execute(statement, execution_options=SYSTEM).one_or_none()
    return None if row is None else Stored(contact=_contact(row), digest=row.digest)


def add(
    session: Session, vault: Vault, contact: Contact, words: Words, *, owner_id: OrganisationId, digest: bytes
) -> None:
    """Store a new contact; its words are sealed under a key of its own, where there are any."""
    values = _values(contact)
    if not words.is_empty:
        key = vault.new_key(owner_id, contact.id)
        sealed = vault.seal(key, _WORDS, msgspec.json.encode(words).decode())
        values |= {"sealed_key": key.wrapped, "sealed_words": sealed}
    session.add(ContactRow(owner_organisation_id=owner_id, digest=digest, **values))
    session.flush()


def get(session: Session, reference: Reference) -> Contact:
    """Give a contact.

    Raises:
        Missing: There is none, or not for this reader.
    """
    row = session.execute(select(*_COLUMNS).where(col(ContactRow.reference) == reference)).one_or_none()
    if row is None:
        raise Missing
    return _contact(row)


def words(session: Session, vault: Vault, contacts: Iterable[Contact]) -> dict[UUID, Words]:
    """Open what is sealed of contacts, in one statement; one without words has empty ones.

    It opens red fields: whoever calls it records the read.

    Raises:
        Invalid: What is stored was sealed for another place.
    """
    found = {each.id: Words() for each in contacts}
    if not found:
        return {}
    columns = (ContactRow.id, ContactRow.owner_organisation_id, ContactRow.sealed_key, ContactRow.sealed_words)
    wanted = col(ContactRow.id).in_(tuple(found)), col(ContactRow.sealed_words).is_not(None)
    for row in session.execute(select(*columns).where(*wanted)):  # type: ignore[call-overload]
        key = RecordKey(organisation_id=row.owner_organisation_id, record_id=row.id, wrapped=row.sealed_key)
        found[row.id] = msgspec.json.decode(vault.open(key, _WORDS, row.sealed_words), type=Words)
    return found


def of_author(session: Session, author_id: UserId, since: datetime, most: int = MOST) -> tuple[Contact, ...]:
    """Give the contacts of an author from a moment on (aware), the newest first."""
    wanted = _of(author_id).where(col(ContactRow.at) >= utc(since))
    return _newest(session, wanted, most)


def last_at(session: Session, author_id: UserId, site_id: UUID) -> dict[ContactKind, Contact]:
    """Give the last contact of each kind among the latest that an author logged at a site: how the next form begins."""
    wanted = _of(author_id).where(col(ContactRow.site_id) == site_id)
    latest = wanted.order_by(col(ContactRow.received_at).desc(), col(ContactRow.id)).limit(MOST)
    return {ContactKind(row.kind): _contact(row) for row in reversed(session.execute(latest).all())}


def to_link(session: Session, author_id: UserId) -> tuple[Contact, ...]:
    """Give the contacts of an author that wait for a person, the oldest first."""
    return _oldest(session, _unlinked(_of(author_id)))


def to_confirm(session: Session, author_id: UserId) -> tuple[Contact, ...]:
    """Give what an author wrote without a network and has not confirmed yet, the oldest first."""
    return _oldest(session, _of(author_id).where(col(ContactRow.offline), col(ContactRow.confirmed_at).is_(None)))


def to_call(session: Session, author_id: UserId) -> tuple[Contact, ...]:
    """Give the contacts of an author after which somebody is to be called back, the first due first."""
    wanted = _of(author_id).where(col(ContactRow.call_back_at).is_not(None), col(ContactRow.called_back_at).is_(None))
    ordered = wanted.order_by(col(ContactRow.call_back_at), col(ContactRow.id)).limit(MOST)
    return tuple(map(_contact, session.execute(ordered)))


def of_person(session: Session, person_id: PersonId) -> tuple[Contact, ...]:
    """Give the contacts that are linked to a person, the newest first."""
    return _newest(session, select(*_COLUMNS).where(col(ContactRow.person_id) == person_id), MOST)


def count_of_person(session: Session, person_id: PersonId) -> int:
    """Count the contacts that are linked to a person."""
    counted = select(func.count(col(ContactRow.id))).where(col(ContactRow.person_id) == person_id)
    return int(session.execute(counted).scalar_one())


def count_unlinked(session: Session, received_before: datetime) -> int:
    """Count what reached us before a moment (aware) and is linked to nobody yet, whoever logged it."""
    statement = _unlinked(select(func.count(col(ContactRow.id))))
    return int(session.execute(statement.where(col(ContactRow.received_at) < utc(received_before))).scalar_one())


def link(session: Session, contact: Contact, person_id: PersonId, at: datetime) -> None:
    """Store whom a contact was about.

    Raises:
        Conflict: It is linked already.
    """
    values = {"person_id": person_id, "linked_at": utc(at), "about": About.REFERENCE.value}
    change(session, contact, col(ContactRow.linked_at).is_(None), values)


def call_back_done(session: Session, contact: Contact, at: datetime) -> None:
    """Store that somebody was called back.

    Raises:
        Conflict: That is stored already.
    """
    change(session, contact, col(ContactRow.called_back_at).is_(None), {"called_back_at": utc(at)})


def led_to(session: Session, contact: Contact, referral: Reference) -> None:
    """Store what was made of a contact.

    Raises:
        Conflict: Something was made of it already.
    """
    change(session, contact, col(ContactRow.referral).is_(None), {"referral": referral})


def confirm(session: Session, contact: Contact, at: datetime) -> None:
    """Store that the author confirmed a contact that was written without a network.

    Raises:
        Conflict: It is confirmed already.
    """
    change(session, contact, col(ContactRow.confirmed_at).is_(None), {"confirmed_at": utc(at)})


def change(session: Session, contact: Contact, still: Any, values: dict[str, Any]) -> None:
    """Store changed columns of a contact while a condition holds; raises `Conflict` where it does not any more."""
    changed: Any = session.execute(
        update(ContactRow)
        .where(col(ContactRow.id) == contact.id, still)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise Conflict(because("stale_version", "I3", "The contact was changed meanwhile, perhaps in another tab."))


def _of(author_id: UserId) -> Select[Any]:
    return select(*_COLUMNS).where(col(ContactRow.author_id) == author_id)


def _unlinked(statement: Select[Any]) -> Select[Any]:
    return statement.where(col(ContactRow.about) == About.NEW_PERSON.value, col(ContactRow.linked_at).is_(None))


def _newest(session: Session, statement: Select[Any], most: int) -> tuple[Contact, ...]:
    ordered = statement.order_by(col(ContactRow.at).desc(), col(ContactRow.id).desc()).limit(most)
    return tuple(map(_contact, session.execute(ordered)))


def _oldest(session: Session, statement: Select[Any]) -> tuple[Contact, ...]:
    ordered = statement.order_by(col(ContactRow.at), col(ContactRow.id)).limit(MOST)
    return tuple(map(_contact, session.execute(ordered)))


def _contact(row: Any) -> Contact:
    values = {name: getattr(row, name) for name in _NAMES}
    instants = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    codes = {name: values[name] and choices(values[name]) for name, choices in _CODES.items()}
    audience = msgspec.json.decode(row.audience, type=dict[StaffRole, int])
    has_words = bool(row[len(_NAMES)])
    return Contact(**{**values, **instants, **codes, "audience": audience, "has_words": has_words})


def _values(contact: Contact) -> dict[str, Any]:
    values = {name: getattr(contact, name) for name in _NAMES}
    instants = {name: values[name] and utc(values[name]) for name in _INSTANTS}
    codes = {name: values[name] and values[name].value for name in _CODES}
    return {**values, **instants, **codes, "audience": msgspec.json.encode(contact.audience)}
