from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import event
from sqlmodel import Session, select

from lvws_core.consent import Consent, ConsentStatus
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import ConsentId, PersonId, Reference
from lvws_core.policy import Policy
from lvws_core.ports import RecordKey
from lvws_core.vocabulary import Borough
from portal.database import Database
from portal.people import store
from portal.people.consent import store as consent_store
from portal.people.consent.model import Alone, Method, RecordedConsent, consent_from
from portal.people.contact_plan import store as contact_store
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity, Person, Sought
from portal.people.risk import store as risk_store
from portal.people.risk.model import Assessment, assess
from portal.people.tables import ContactPlanRow, PersonRow
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, SHELTER
from tests.portal.people.builders import (
    ASSESSMENT_ID,
    OTHER_REFERENCE,
    REFERENCE,
    TODAY,
    a_contact,
    a_person,
    a_yes,
    an_identity,
    contacts,
    findings,
    identities,
)

CASEWORKER, COLLEAGUE = CONSORTIUM["caseworker"].id, CONSORTIUM["colleague"].id
MANY = settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


def add(session: Session, vault: KeyVault, person: Person) -> RecordKey:
    store.add(session, vault, person, owner_id=LEAD, by=CASEWORKER)
    return store.key_of(session, person.reference)


def another_person(**changes: object) -> Person:
    return replace(a_person(), id=PersonId(UUID(int=0xD2)), reference=OTHER_REFERENCE, **changes)  # type: ignore[arg-type]


def an_assessment(yes: int = 15, **changes: object) -> Assessment:
    made = assess(
        findings(yes), assessment_id=ASSESSMENT_ID, at=NOW, on=TODAY, borough=Borough.HACKNEY, policy=Policy()
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def a_consent(number: int = 1, **changes: object) -> RecordedConsent:
    consent = consent_from(
        a_yes(), consent_id=ConsentId(UUID(int=number)), person_id=a_person().id, at=NOW, policy=Policy()
    )
    recorded = RecordedConsent(
        consent=consent,
        captured_at=NOW,
        captured_by=CASEWORKER,
        method=Method.INTERPRETER,
        alone=Alone.PROFESSIONAL,
        limits_explained=True,
    )
    return replace(recorded, **changes)  # type: ignore[arg-type]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements that reach the database inside."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@MANY
@given(identities, st.integers(0, 2**31))
def test_a_person_is_got_as_it_was_put(database: Database, vault: KeyVault, identity: Identity, number: int) -> None:
    person = replace(a_person(), id=PersonId(UUID(int=number)), identity=identity)
    session = database.open(LEAD)
    with session:
        add(session, vault, person)
        session.expire_all()
        assert store.get(session, vault, REFERENCE) == person
        session.rollback()


@MANY
@given(contacts())
def test_a_plan_is_got_as_it_was_put(database: Database, vault: KeyVault, contact: SafeContact) -> None:
    session = database.open(LEAD)
    with session:
        key = add(session, vault, a_person())
        contact_store.add(session, vault, key, contact, plan_id=UUID(int=1), by=CASEWORKER, at=NOW)
        session.expire_all()
        assert contact_store.latest(session, vault, key) == contact
        session.rollback()


def test_an_assessment_is_got_as_it_was_put(session: Session, vault: KeyVault) -> None:
    key, assessment = add(session, vault, a_person()), an_assessment()
    risk_store.add(session, vault, key, assessment, by=CASEWORKER)
    session.expire_all()
    assert risk_store.latest(session, vault, key) == assessment


def test_a_consent_is_got_as_it_was_put(session: Session, vault: KeyVault) -> None:
    key, recorded = add(session, vault, a_person()), a_consent()
    consent_store.add(session, key, recorded)
    session.expire_all()
    assert consent_store.of_person(session, a_person().id) == (recorded,)


def test_the_newest_plan_is_in_force_and_the_others_stay(session: Session, vault: KeyVault) -> None:
    key = add(session, vault, a_person())
    newer = replace(a_contact(), note="Newer.")
    contact_store.add(session, vault, key, newer, plan_id=UUID(int=1), by=CASEWORKER, at=NOW + timedelta(days=1))
    contact_store.add(session, vault, key, a_contact(), plan_id=UUID(int=2), by=CASEWORKER, at=NOW)
    assert contact_store.latest(session, vault, key) == newer
    assert len(session.exec(select(ContactPlanRow.id)).all()) == 2


def test_risk_38_the_series_is_kept_newest_first(session: Session, vault: KeyVault) -> None:
    key = add(session, vault, a_person())
    later = an_assessment(3, id=UUID(int=1), assessed_at=NOW + timedelta(days=9))
    risk_store.add(session, vault, key, an_assessment(), by=CASEWORKER)
    risk_store.add(session, vault, key, later, by=CASEWORKER)
    assert [(each.yes_count, each.level) for each in risk_store.series(session, a_person().id)] == [
        (3, "standard"),
        (15, "high"),
    ]
    assert risk_store.latest(session, vault, key) == later


def test_p8_nothing_of_the_identity_stands_in_clear(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person(identity=an_identity(address="1 Imaginary Road")))
    row = session.exec(select(PersonRow)).one()
    stored = b"".join(value for value in row.model_dump().values() if isinstance(value, bytes))
    assert not any(word in stored for word in (b"Selam", b"1991", b"07700", b"Imaginary", b"hackney"))


def test_p8_an_identity_moved_to_another_row_does_not_open(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person())
    add(session, vault, another_person())
    rows = {row.reference: row for row in session.exec(select(PersonRow))}
    rows[OTHER_REFERENCE].sealed_identity = rows[REFERENCE].sealed_identity
    session.flush()
    with pytest.raises(Invalid, match="cannot_be_opened"):
        store.get(session, vault, OTHER_REFERENCE)


def test_p8_an_identity_moved_with_its_key_does_not_open(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person())
    add(session, vault, another_person())
    rows = {row.reference: row for row in session.exec(select(PersonRow))}
    rows[OTHER_REFERENCE].sealed_identity = rows[REFERENCE].sealed_identity
    rows[OTHER_REFERENCE].sealed_key = rows[REFERENCE].sealed_key
    session.flush()
    with pytest.raises(Invalid, match="cannot_be_opened"):
        store.get(session, vault, OTHER_REFERENCE)


def test_p8_an_old_plan_cannot_be_pasted_over_a_new_one(session: Session, vault: KeyVault) -> None:
    key = add(session, vault, a_person())
    contact_store.add(session, vault, key, a_contact(), plan_id=UUID(int=1), by=CASEWORKER, at=NOW)
    later = NOW + timedelta(days=1)
    contact_store.add(session, vault, key, a_contact(note="Newer."), plan_id=UUID(int=2), by=CASEWORKER, at=later)
    rows = {row.id: row for row in session.exec(select(ContactPlanRow))}
    rows[UUID(int=2)].sealed_plan = rows[UUID(int=1)].sealed_plan
    session.flush()
    with pytest.raises(Invalid, match="cannot_be_opened"):
        contact_store.latest(session, vault, key)


def test_an_erased_person_is_missing_everywhere(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person())
    session.exec(select(PersonRow)).one().sealed_key = None
    session.flush()
    for look_up in (
        lambda: store.get(session, vault, REFERENCE),
        lambda: store.key_of(session, REFERENCE),
        lambda: store.record_of(session, vault, REFERENCE),
        lambda: store.finder(session)(REFERENCE),
    ):
        with pytest.raises(Missing):
            look_up()
    assert store.find(session, vault, Sought(reference=REFERENCE)) == ()
    assert store.recent(session, CASEWORKER) == ()


@pytest.mark.parametrize("organisation_id", [GALOP, SHELTER])
def test_p1_another_organisation_sees_nothing(database: Database, vault: KeyVault, organisation_id: UUID) -> None:
    with database.transaction(database.open(LEAD)) as session:
        key = add(session, vault, a_person())
        contact_store.add(session, vault, key, a_contact(), plan_id=UUID(int=1), by=CASEWORKER, at=NOW)
        risk_store.add(session, vault, key, an_assessment(), by=CASEWORKER)
        consent_store.add(session, key, a_consent())
    with database.transaction(database.open(organisation_id)) as session:
        assert store.find(session, vault, Sought(reference=REFERENCE, phone="07700 900123")) == ()
        assert store.recent(session, CASEWORKER) == ()
        assert contact_store.latest(session, vault, key) is None
        assert risk_store.latest(session, vault, key) is None
        assert risk_store.series(session, a_person().id) == ()
        assert consent_store.of_person(session, a_person().id) == ()
        with pytest.raises(Missing):
            store.record_of(session, vault, REFERENCE)
        with pytest.raises(Missing):
            store.finder(session)(REFERENCE)
        with pytest.raises(Missing):
            store.put(session, vault, a_person(version=2), expected_version=1)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(reference=REFERENCE), True),
        (Sought(reference=OTHER_REFERENCE), False),
        (Sought(name="  selam   EXAMPLE ", birth_date=date(1991, 3, 14)), True),
        (Sought(name="Selam Example", birth_date=date(1991, 3, 15)), False),
        (Sought(name="Selam", birth_date=date(1991, 3, 14)), False),
        (Sought(name="Selam Exampl_", birth_date=date(1991, 3, 14)), False),
        (Sought(name="%", birth_date=date(1991, 3, 14)), False),
        (Sought(phone="+44 7700 900 123"), True),
        (Sought(phone="07700 900124"), False),
        (Sought(reference=OTHER_REFERENCE, phone="07700900123"), True),
    ],
)
def test_people_are_found_by_exact_matches_only(session: Session, vault: KeyVault, sought: Sought, found: bool) -> None:
    add(session, vault, a_person())
    assert store.find(session, vault, sought) == ((a_person(),) if found else ())


def test_a_changed_identity_is_found_by_what_it_is_now(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person())
    changed = a_person(version=2, identity=an_identity(phone="020 7946 0001"))
    store.put(session, vault, changed, expected_version=1)
    assert store.find(session, vault, Sought(phone="020 7946 0001")) == (changed,)
    assert store.find(session, vault, Sought(phone="07700 900123")) == ()


@pytest.mark.parametrize("expected", [0, 2, 3])
def test_p15_a_stale_version_changes_nothing(session: Session, vault: KeyVault, expected: int) -> None:
    add(session, vault, a_person())
    changed = a_person(version=expected + 1, identity=an_identity(name="Other"))
    with pytest.raises(Conflict) as refused:
        store.put(session, vault, changed, expected_version=expected)
    assert [reason.code for reason in refused.value.reasons] == ["version_stale"]
    session.expire_all()
    assert store.get(session, vault, REFERENCE) == a_person()


def test_a_consent_changed_meanwhile_is_a_conflict(session: Session, vault: KeyVault) -> None:
    key, recorded = add(session, vault, a_person()), a_consent()
    consent_store.add(session, key, recorded)
    superseded: Consent = replace(recorded.consent, status=ConsentStatus.SUPERSEDED)
    consent_store.put_status(session, superseded, expected_version=1)
    with pytest.raises(Conflict):
        consent_store.put_status(session, recorded.consent, expected_version=1)
    session.expire_all()
    assert consent_store.of_person(session, a_person().id)[0].consent == superseded


def test_recent_people_are_the_readers_own_without_identity(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person())
    add(session, vault, another_person(created_at=NOW + timedelta(days=1)))
    assert [each.reference for each in store.recent(session, CASEWORKER)] == [OTHER_REFERENCE, REFERENCE]
    assert store.recent(session, COLLEAGUE) == ()


def test_partner_organisations_leave_out_the_lead_and_the_hosts(session: Session) -> None:
    assert [o.name for o in consent_store.partner_organisations(session)] == ["Galop Team", "Shelter Team"]


def test_a_reference_finds_the_person_and_opens_nothing(session: Session, vault: KeyVault) -> None:
    add(session, vault, a_person())
    found = store.finder(session)(REFERENCE)
    assert (found.id, found.reference) == (a_person().id, REFERENCE)
    with pytest.raises(Missing):
        store.finder(session)(Reference(OTHER_REFERENCE))


def test_a_record_is_read_in_five_statements_and_what_came_after_its_assessment_in_three(
    database: Database, vault: KeyVault
) -> None:
    with database.transaction(database.open(LEAD)) as session:
        key = add(session, vault, a_person())
        contact_store.add(session, vault, key, a_contact(), plan_id=UUID(int=1), by=CASEWORKER, at=NOW)
        risk_store.add(session, vault, key, an_assessment(), by=CASEWORKER)
        for number in range(1, 9):
            consent_store.add(session, key, a_consent(number))
    with database.transaction(database.open(LEAD)) as session, counted(database) as statements:
        record = store.record_of(session, vault, REFERENCE)
    assert (len(statements), len(record.consents)) == (5 + 3, 8)
    assert (record.person, record.assessment) == (a_person(), an_assessment())


def test_top_10_an_assessment_makes_the_plan_sensitive(session: Session, vault: KeyVault) -> None:
    key, contact = add(session, vault, a_person()), a_contact()
    calm = replace(contact, plan=replace(contact.plan, sensitive=False))
    contact_store.add(session, vault, key, calm, plan_id=UUID(int=1), by=CASEWORKER, at=NOW)
    assert store.record_of(session, vault, REFERENCE).contact == calm
    risk_store.add(session, vault, key, an_assessment(), by=CASEWORKER)
    assert store.record_of(session, vault, REFERENCE).contact == contact


def test_a_search_and_the_recent_list_are_one_statement_each(database: Database, vault: KeyVault) -> None:
    with database.transaction(database.open(LEAD)) as session:
        add(session, vault, a_person())
    with database.transaction(database.open(LEAD)) as session, counted(database) as statements:
        store.find(session, vault, Sought(reference=REFERENCE, phone="07700 900123"))
        store.recent(session, CASEWORKER)
    assert len(statements) == 2
    assert not any("LIKE" in statement.upper() for statement in statements)
