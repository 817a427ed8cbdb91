"""Rows of people: sealed identities, found by keyed indexes only."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col, select, update

from lvws_core.errors import Conflict, Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.phones import phone_digits
from lvws_core.ports import SYSTEM, FindPerson, FoundPerson, RecordKey, Vault
from lvws_core.reasons import because
from lvws_core.times import utc
from partners.offers.safety import store as safety_store
from portal.people.consent import store as consent_store
from portal.people.contact_plan import store as contact_store
from portal.people.model import Assessment, Identity, Person, PersonRecord, RecentPerson, Sought, Teller
from portal.people.needs import store as needs_store
from portal.people.risk import store as risk_store
from portal.people.risk.stalking import store as stalking_store
from portal.people.risk.triggers import store as trigger_store
from portal.people.risk.triggers.model import Since
from portal.people.tables import PersonRow

MOST_FOUND: Final = 25
"""How many people a search gives at most; two people rarely share a name and a birth date."""

_MOST_RECENT = 10
_COLUMN = "person.identity"


def add(session: Session, vault: Vault, person: Person, *, owner_id: OrganisationId, by: UserId) -> None:
    """Store a new person, sealed under a key of their own."""
    place(session, vault, person, owner_id=owner_id, by=by)
    session.flush()


def place(session: Session, vault: Vault, person: Person, *, owner_id: OrganisationId, by: UserId) -> RecordKey:
    """Do as `add`, and give the key; the row goes to the database with the next flush, among many of its kind."""
    key = vault.new_key(owner_id, person.id)
    session.add(
        PersonRow(
            id=person.id,
            owner_organisation_id=owner_id,
            reference=person.reference,
            version=person.version,
            created_at=person.created_at,
            created_by=by,
            sealed_key=key.wrapped,
            told_by=_told(person),
            **_sealed(vault, key, person.identity),
        )
    )
    return key


def get(session: Session, vault: Vault, reference: Reference) -> Person:
    """Give the person.

    Raises:
        Missing: There is none, not for this actor, or it was erased.
    """
    row = _row(session, reference)
    return _person(vault, row)


def references(session: Session, person_ids: Collection[PersonId]) -> Mapping[PersonId, Reference]:
    """Give the references of these people by their id, in one statement; nothing sealed is opened."""
    rows = session.exec(select(PersonRow.id, PersonRow.reference).where(col(PersonRow.id).in_(person_ids)))
    return {PersonId(id_): Reference(reference) for id_, reference in rows}


def taken(session: Session, references: Collection[Reference]) -> frozenset[Reference]:
    """Give which of these references a person has, anybody's, in one statement; nothing sealed is opened."""
    statement = select(PersonRow.reference).where(col(PersonRow.reference).in_(references))
    return frozenset(Reference(each) for each in session.exec(statement, execution_options=SYSTEM))


def key_of(session: Session, reference: Reference) -> RecordKey:
    """Give the key under which everything about the person is sealed; its record is the person.

    Raises:
        Missing: As `get`.
    """
    return _key(_row(session, reference))


def keys_of(session: Session, person_ids: Collection[PersonId]) -> tuple[RecordKey, ...]:
    """Give the keys of these people, in one statement; who was erased has none."""
    rows = session.exec(
        select(PersonRow).where(col(PersonRow.id).in_(person_ids), col(PersonRow.sealed_key).is_not(None))
    )
    return tuple(_key(row) for row in rows)


def put(session: Session, vault: Vault, person: Person, *, expected_version: int) -> None:
    """Store a changed identity, if nobody else changed it since `expected_version`.

    Raises:
        Missing: As `get`.
        Conflict: The version is not the expected one any more.
    """
    values = _sealed(vault, key_of(session, person.reference), person.identity)
    result = session.exec(
        update(PersonRow)
        .where(col(PersonRow.id) == person.id, col(PersonRow.version) == expected_version)
        .values(version=person.version, told_by=_told(person), **values)
    )
    if result.rowcount != 1:
        raise Conflict(because("version_stale", "I4", "Somebody else changed this person's details meanwhile."))


def find(session: Session, vault: Vault, sought: Sought) -> tuple[Person, ...]:
    """Give the people that any of the ways finds, newest first, at most `MOST_FOUND`; exact matches only."""
    rows = session.exec(
        select(PersonRow)
        .where(or_(*criteria_of(vault, sought)), col(PersonRow.sealed_key).is_not(None))
        .order_by(col(PersonRow.created_at).desc(), col(PersonRow.id).desc())
        .limit(MOST_FOUND)
    )
    return tuple(_person(vault, row) for row in rows)


def possibly_known(session: Session, vault: Vault, identity: Identity) -> tuple[Person, ...]:
    """Give the people with the same name or the same number, newest first, at most `MOST_FOUND`.

    Neither alone says that it is the same person: somebody has to look.
    """
    alike = [col(PersonRow.name_index) == _name_index(vault, identity)]
    if phone := phone_digits(identity.phone):
        alike.append(col(PersonRow.phone_index) == vault.index("phone", phone))
    rows = session.exec(
        select(PersonRow)
        .where(or_(*alike), col(PersonRow.sealed_key).is_not(None))
        .order_by(col(PersonRow.created_at).desc(), col(PersonRow.id).desc())
        .limit(MOST_FOUND)
    )
    return tuple(_person(vault, row) for row in rows)


def of_ids(session: Session, vault: Vault, ids: Iterable[PersonId]) -> tuple[Person, ...]:
    """Give these people, newest first, in one statement; who was erased, or is another's, is absent.

    It opens red fields: whoever calls it records the read.
    """
    rows = session.exec(
        select(PersonRow)
        .where(col(PersonRow.id).in_(list(ids)), col(PersonRow.sealed_key).is_not(None))
        .order_by(col(PersonRow.created_at).desc(), col(PersonRow.id).desc())
    )
    return tuple(_person(vault, row) for row in rows)


def indexes_of(vault: Vault, identity: Identity) -> tuple[bytes, bytes | None, bytes | None]:
    """Give the keyed indexes by which somebody is found: name, name with birth date, phone."""
    phone = phone_digits(identity.phone)
    return (
        _name_index(vault, identity),
        _birth_index(vault, identity),
        vault.index("phone", phone) if phone else None,
    )


def recent(session: Session, user_id: UserId) -> tuple[RecentPerson, ...]:
    """Give the ten people whom this user added last, newest first, without any identity."""
    rows = session.exec(
        select(PersonRow.reference, PersonRow.created_at)
        .where(PersonRow.created_by == user_id, col(PersonRow.sealed_key).is_not(None))
        .order_by(col(PersonRow.created_at).desc(), col(PersonRow.id).desc())
        .limit(_MOST_RECENT)
    )
    return tuple(RecentPerson(reference=Reference(reference), created_at=at) for reference, at in rows)


def finder(session: Session) -> FindPerson:
    """Give the look-up by reference that other slices are handed; it opens nothing sealed."""

    def find_person(reference: Reference) -> FoundPerson:
        found = session.exec(
            select(PersonRow.id, PersonRow.reference).where(
                PersonRow.reference == reference, col(PersonRow.sealed_key).is_not(None)
            )
        ).first()
        if found is None:
            raise Missing
        return FoundPerson(id=PersonId(found[0]), reference=Reference(found[1]))

    return find_person


def reference_of(session: Session, person_id: PersonId) -> Reference:
    """Give the reference of a person; it opens nothing sealed.

    Raises:
        Missing: There is none, or not for this actor.
    """
    found = session.exec(
        select(PersonRow.reference).where(PersonRow.id == person_id, col(PersonRow.sealed_key).is_not(None))
    ).first()
    if found is None:
        raise Missing
    return Reference(found)


def added_at(session: Session, reference: Reference) -> datetime:
    """Give when a person was added (aware UTC); it opens nothing sealed.

    Raises:
        Missing: As `get`.
    """
    return utc(_row(session, reference).created_at)


def references_of(session: Session, ids: Iterable[PersonId]) -> dict[PersonId, Reference]:
    """Give the reference of each of these people; it opens nothing sealed."""
    rows = session.exec(select(PersonRow.id, PersonRow.reference).where(col(PersonRow.id).in_(list(ids))))
    return {PersonId(row_id): Reference(reference) for row_id, reference in rows}


def record_of(session: Session, vault: Vault, reference: Reference) -> PersonRecord:
    """Give everything in force about a person, in five statements, and what came after an assessment in three.

    It opens red fields: whoever calls it records the read. The assessment is one of domestic abuse,
    so with one the contact plan is sensitive whatever was ticked (TOP-10).

    Raises:
        Missing: As `get`.
    """
    row = _row(session, reference)
    key = _key(row)
    contact, assessment = contact_store.latest(session, vault, key), risk_store.latest(session, vault, key)
    return PersonRecord(
        person=_person(vault, row),
        contact=contact.as_sensitive() if contact and assessment else contact,
        recorded=consent_store.of_person(session, PersonId(row.id)),
        assessment=assessment,
        needs=next(iter(needs_store.series(session, vault, key, most=1)), None),
        since=_since(session, vault, key, assessment),
    )


def _since(session: Session, vault: Vault, key: RecordKey, assessment: Assessment | None) -> Since:
    if assessment is None:
        return Since()
    moment = assessment.assessed_at
    followed_up = stalking_store.latest(session, vault, key) if assessment.says_stalking else None
    return Since(
        noted=trigger_store.since(session, vault, key, moment),
        breached=safety_store.breached_since(session, PersonId(key.record_id), moment),
        followed_up=followed_up if followed_up and followed_up.assessed_at >= moment else None,
    )


def criteria_of(vault: Vault, sought: Sought) -> list[ColumnElement[bool]]:
    """Give each of the ways by which somebody is looked for; exact matches only."""
    found = []
    if sought.reference:
        found.append(col(PersonRow.reference) == sought.reference)
    if sought.name and sought.birth_date:
        identity = Identity(name=sought.name, birth_date=sought.birth_date)
        name, birth = _name_index(vault, identity), _birth_index(vault, identity)
        found.append(and_(col(PersonRow.name_index) == name, col(PersonRow.birth_index) == birth))
    if phone := phone_digits(sought.phone):
        found.append(col(PersonRow.phone_index) == vault.index("phone", phone))
    return found


def _row(session: Session, reference: Reference) -> PersonRow:
    row = session.exec(select(PersonRow).where(PersonRow.reference == reference)).first()
    if row is None or row.sealed_key is None:
        raise Missing
    return row


def _key(row: PersonRow) -> RecordKey:
    owner = OrganisationId(row.owner_organisation_id)
    return RecordKey(organisation_id=owner, record_id=row.id, wrapped=row.sealed_key or b"")


def _person(vault: Vault, row: PersonRow) -> Person:
    created_at: datetime = row.created_at
    return Person(
        id=PersonId(row.id),
        reference=Reference(row.reference),
        version=row.version,
        created_at=created_at,
        identity=msgspec.json.decode(vault.open(_key(row), _COLUMN, row.sealed_identity), type=Identity),
        told_by=msgspec.json.decode(row.told_by, type=dict[str, Teller]),
    )


def _told(person: Person) -> bytes:
    return msgspec.json.encode(person.told_by, order="sorted")


def _sealed(vault: Vault, key: RecordKey, identity: Identity) -> dict[str, Any]:
    name, birth, phone = indexes_of(vault, identity)
    return {
        "sealed_identity": vault.seal(key, _COLUMN, msgspec.json.encode(identity).decode()),
        "name_index": name,
        "birth_index": birth,
        "phone_index": phone,
    }


def _name_index(vault: Vault, identity: Identity) -> bytes:
    return vault.index("name", identity.name)


def _birth_index(vault: Vault, identity: Identity) -> bytes | None:
    # With the name in it: an index of dates alone could be counted through.
    born = identity.birth_date
    return vault.index("name_birth", f"{identity.name} {born.isoformat()}") if born else None
