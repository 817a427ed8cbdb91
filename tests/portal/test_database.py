"""The gate: what an organisation's session gives, takes and refuses, on both databases (P1, P17)."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    Table,
    create_engine,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    tuple_,
    union,
    update,
)
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlalchemy.orm import aliased, make_transient_to_detached
from sqlmodel import Session, SQLModel, col

from partners.directory.tables import ServiceRow
from partners.offers.tables import MessageRow, OfferRow
from portal.audit.tables import Entry
from portal.auth.tables import Organisation, SignedInSession, User
from portal.database import SYSTEM, Database, GateError, check_tables
from portal.intake.tables import CaseRow
from portal.people.tables import PersonRow
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, SHELTER
from tests.rows import a_case_row, a_message_row, a_person_row, a_service_row, an_offer_row

OURS, DRAFT, THEIRS = UUID(int=11), UUID(int=12), UUID(int=13)  # Shelter's, nobody's yet, Galop's
OFFER: Any = OfferRow
MESSAGE: Any = MessageRow
SERVICE: Any = ServiceRow
CASE: Any = CaseRow
TABLE = OFFER.__table__


@pytest.fixture
def filled(database: Database) -> Database:
    with database.system() as session:
        session.add(a_service_row())
        session.add(a_person_row())
        for id_, partner in ((OURS, SHELTER), (DRAFT, None), (THEIRS, GALOP)):
            session.add(an_offer_row(id_, partner))
            session.add(a_message_row(UUID(int=id_.int + 10), id_, partner))
    return database


def add(session: Session, *rows: Any) -> None:
    session.add_all(rows)
    session.flush()


READS: dict[str, Callable[[], Any]] = {
    "entities": lambda: select(OFFER),
    "columns": lambda: select(OFFER.id),
    "alias": lambda: select(aliased(OFFER).id),
    "alias of the table": lambda: select(aliased(OFFER, TABLE.alias()).id),
    "subquery": lambda: select(select(OFFER.id).subquery().c.id),
    "common table expression": lambda: select(select(OFFER.id).cte().c.id),
    "union": lambda: union(select(OFFER.id), select(OFFER.id)),
    "IN a sub-select": lambda: select(OFFER.id).where(OFFER.id.in_(select(OFFER.id))),
    "join": lambda: select(MESSAGE.offer_id).join(OFFER, OFFER.id == MESSAGE.offer_id),
    "outer join": lambda: select(OFFER.id).outerjoin(MESSAGE, MESSAGE.offer_id == OFFER.id),
    "from": lambda: select(MESSAGE.offer_id).select_from(OFFER).where(MESSAGE.offer_id == OFFER.id),
    "keyset": lambda: select(OFFER.id).where(tuple_(OFFER.sort_key, OFFER.reference) > tuple_("", "")),
    "update returning": lambda: update(OFFER).values(needs="x").returning(OFFER.id),
}


@pytest.mark.parametrize("form", READS)
@pytest.mark.parametrize(("reader", "seen"), [(LEAD, {OURS, DRAFT, THEIRS}), (SHELTER, {OURS}), (GALOP, {THEIRS})])
def test_every_form_of_statement_gives_an_organisation_its_own_rows_alone(
    filled: Database, form: str, reader: UUID, seen: set[UUID]
) -> None:
    with filled.open(reader) as session:
        found = session.scalars(READS[form]()).all()
    assert {getattr(row, "id", row) for row in found} == seen


def test_counts_and_scalar_subqueries_see_no_strangers_row(filled: Database) -> None:
    with filled.open(GALOP) as session:
        assert session.scalar(select(func.count()).select_from(OFFER)) == 1
        assert session.scalar(select(select(func.count(OFFER.id)).scalar_subquery()).select_from(SERVICE)) == 1
        assert session.scalar(select(SERVICE.id).where(exists(select(OFFER.id).where(OFFER.id == OURS)))) is None


def test_the_criteria_do_not_stick_when_the_next_session_is_anothers(filled: Database) -> None:
    for reader, seen in ((SHELTER, OURS), (GALOP, THEIRS), (SHELTER, OURS)):
        with filled.open(reader) as session:
            assert session.scalars(select(OFFER.id)).all() == [seen]


def test_of_a_table_that_a_statement_is_not_seen_to_name_no_row_is_admitted(filled: Database) -> None:
    with filled.open(LEAD) as session:
        unnamed = session.info["scope"].criteria.of(frozenset())
        assert session.scalars(select(OFFER.id).options(*unnamed)).all() == []


def test_a_strangers_row_cannot_be_got_by_its_id(filled: Database) -> None:
    with filled.open(GALOP) as session:
        assert session.get(OfferRow, OURS) is None
        assert session.get(OfferRow, THEIRS) is not None


def test_a_row_that_became_a_strangers_is_not_loaded_again(filled: Database) -> None:
    with filled.open(SHELTER) as ours, filled.open(None) as system:
        offer = ours.get_one(OfferRow, OURS)
        ours.rollback()
        system.execute(update(OFFER).where(OFFER.id == OURS).values(partner_organisation_id=None))
        system.commit()
        ours.expunge(offer)
        assert ours.get(OfferRow, OURS) is None


@pytest.mark.parametrize(
    "statement",
    [
        lambda: update(OFFER).where(OFFER.id == OURS).values(needs="x"),
        lambda: update(OFFER).where(exists(select(MESSAGE.id).where(MESSAGE.offer_id == OURS))).values(needs="x"),
        lambda: delete(OFFER).where(OFFER.id == OURS),
        lambda: delete(OFFER).where(OFFER.id.in_(select(MESSAGE.offer_id).where(MESSAGE.offer_id == OURS))),
    ],
)
def test_a_strangers_row_is_neither_changed_nor_deleted(filled: Database, statement: Callable[[], Any]) -> None:
    with filled.transaction(filled.open(GALOP)) as session:
        assert session.execute(statement()).rowcount == 0
    with filled.system() as session:
        assert session.scalar(select(OFFER.needs).where(OFFER.id == OURS)) == "housing"


@pytest.mark.parametrize(("writer", "gone"), [(LEAD, {OURS, DRAFT, THEIRS}), (SHELTER, set()), (GALOP, set())])
def test_what_an_organisation_does_not_own_it_cannot_delete(filled: Database, writer: UUID, gone: set[UUID]) -> None:
    with filled.open(writer) as session:
        assert set(session.scalars(delete(MESSAGE).returning(MESSAGE.offer_id)).all()) == gone


AWAY: dict[str, tuple[UUID, Callable[[], Any]]] = {
    "a partner takes an offer over": (SHELTER, lambda: update(OFFER).values(owner_organisation_id=SHELTER)),
    "a partner gives an offer to another owner": (SHELTER, lambda: update(OFFER).values(owner_organisation_id=GALOP)),
    "a lead gives a person away": (LEAD, lambda: update(PersonRow).values({"owner_organisation_id": GALOP})),
    "a partner opens its offer to another": (SHELTER, lambda: update(OFFER).values(partner_organisation_id=GALOP)),
    "a partner closes its offer": (SHELTER, lambda: update(OFFER).values(partner_organisation_id=None)),
    "a partner opens its offer to whom a row says": (
        SHELTER,
        lambda: update(OFFER).values(partner_organisation_id=OFFER.owner_organisation_id),
    ),
    "another's account gets a role": (SHELTER, lambda: update(User).where(User.id == _LEADS).values(roles="x")),
    "another's account goes": (SHELTER, lambda: delete(User).where(col(User.id) == _LEADS)),
    "an own account changes sides": (LEAD, lambda: update(User).values(organisation_id=SHELTER)),
    "another's service is renamed": (GALOP, lambda: update(SERVICE).values(name="x")),
    "an organisation is renamed": (LEAD, lambda: update(Organisation).values(name="x")),
}
_LEADS = CONSORTIUM["caseworker"].id


@pytest.mark.parametrize("attempt", AWAY)
def test_a_statement_neither_gives_a_row_away_nor_takes_one_over(filled: Database, attempt: str) -> None:
    writer, statement = AWAY[attempt]
    with filled.open(writer) as session:
        try:
            assert session.execute(statement()).rowcount == 0
        except GateError:
            session.rollback()


def test_a_key_in_the_parameters_of_an_update_gives_no_row_away(filled: Database) -> None:
    with filled.open(SHELTER) as session, pytest.raises(GateError):
        session.execute(update(OFFER), {"owner_organisation_id": SHELTER})


def test_the_owner_says_who_else_may_look(filled: Database) -> None:
    with filled.open(LEAD) as session:
        statement = update(OFFER).where(OFFER.id == OURS).values(partner_organisation_id=GALOP)
        assert session.execute(statement).rowcount == 1


@pytest.mark.parametrize("change", [{"owner_organisation_id": SHELTER}, {"partner_organisation_id": GALOP}])
def test_a_changed_row_is_not_taken_over_nor_passed_on(filled: Database, change: dict[str, UUID]) -> None:
    with filled.open(SHELTER) as session:
        offer = session.get_one(OfferRow, OURS)
        for name, value in change.items():
            setattr(offer, name, value)
        with pytest.raises(GateError):
            session.flush()


def test_a_partner_does_not_delete_the_leads_row(filled: Database) -> None:
    with filled.open(SHELTER) as session:
        session.delete(session.get_one(OfferRow, OURS))
        with pytest.raises(GateError):
            session.flush()


def test_a_row_that_was_not_read_cannot_be_passed_off_as_known(filled: Database) -> None:
    stranger = PersonRow(id=a_person_row().id, owner_organisation_id=GALOP)
    make_transient_to_detached(stranger)
    with filled.open(GALOP) as session, pytest.raises(GateError):
        session.add(stranger)


def test_the_rows_of_the_system_look_empty_to_an_organisation(filled: Database) -> None:
    with filled.system() as session:
        session.add(
            SignedInSession(
                id_hash=b"h", user_id=CONSORTIUM["shelter_worker"].id, created_at=NOW, seen_at=NOW, proved_at=NOW
            )
        )
    with filled.open(SHELTER) as session:
        assert session.scalars(select(SignedInSession)).all() == []
        assert session.scalars(select(Entry)).all() == []


def test_the_directory_is_shared_by_all(filled: Database) -> None:
    with filled.open(GALOP) as session:
        assert session.scalars(select(SERVICE.key)).all() == ["housing"]
        assert session.scalar(select(func.count(col(Organisation.id)))) == 4


def _through_the_engine(session: Session) -> None:
    with session.get_bind().engine.connect() as connection:
        connection.execute(select(OFFER.id))


BESIDE: dict[str, Callable[[Session], Any]] = {
    "text": lambda s: s.execute(text("SELECT 1")),
    "table": lambda s: s.execute(select(TABLE)),
    "columns of a table": lambda s: s.execute(select(TABLE.c.life)),
    "ORM insert": lambda s: s.execute(insert(OFFER).values(id=OURS)),
    "table insert": lambda s: s.execute(TABLE.insert().values(id=OURS)),
    "table update": lambda s: s.execute(TABLE.update().values(needs="x")),
    "table delete": lambda s: s.execute(TABLE.delete()),
    "driver SQL": lambda s: s.connection().exec_driver_sql("SELECT 1"),
    "the connection": lambda s: s.connection().execute(select(OFFER.id)),
    "the engine": _through_the_engine,
    "bulk update by key": lambda s: s.execute(update(OFFER), [{"id": OURS, "needs": "x"}]),
    "bulk mappings": lambda s: s.bulk_update_mappings(OFFER, [{"id": OURS, "needs": "x"}]),
    "bulk save": lambda s: s.bulk_save_objects([an_offer_row(UUID(int=99), SHELTER)]),
    "from statement": lambda s: s.execute(select(OFFER).from_statement(text("SELECT * FROM offer"))),
    "from a table's statement": lambda s: s.execute(select(OFFER).from_statement(select(TABLE))),
    "a table's column beside a class": lambda s: s.execute(select(SERVICE.id, TABLE.c.life)),
    "a table joined to a class": lambda s: s.execute(select(SERVICE.id).join(TABLE, true())),
    "a table's alias joined to a class": lambda s: s.execute(select(SERVICE.id).join(TABLE.alias(), true())),
    "a table in EXISTS": lambda s: s.execute(select(SERVICE.id).where(exists(select(TABLE.c.id)))),
    "a table in IN": lambda s: s.execute(select(SERVICE.id).where(SERVICE.id.in_(select(TABLE.c.id)))),
    "a table in a sub-select beside its class": lambda s: s.execute(
        select(OFFER.id, select(TABLE.c.life).subquery().c.life)
    ),
    "a table in an update": lambda s: s.execute(
        update(MESSAGE).where(exists(select(TABLE.c.id))).values(sealed_text=b"")
    ),
    "text in WHERE": lambda s: s.execute(select(SERVICE.id).where(text("1 = 1"))),
    "text in ORDER BY": lambda s: s.execute(select(SERVICE.id).order_by(text("1"))),
    "a literal column": lambda s: s.execute(select(SERVICE.id, literal_column("(SELECT 1)"))),
}


@pytest.mark.parametrize("form", BESIDE)
def test_a_statement_beside_the_gate_is_refused(filled: Database, form: str) -> None:
    with filled.open(SHELTER) as session, pytest.raises(GateError):
        BESIDE[form](session)


def test_what_is_marked_as_the_systems_own_passes(filled: Database) -> None:
    with filled.open(SHELTER) as session:
        assert session.execute(select(func.count(TABLE.c.id)), execution_options=SYSTEM).scalar() == 3


@pytest.mark.parametrize(
    "row",
    [
        lambda: an_offer_row(UUID(int=31), GALOP),
        lambda: a_person_row(UUID(int=32)),
        lambda: ServiceRow(id=UUID(int=33), organisation_id=GALOP, key="theirs", name="Theirs", recipient="shelter"),
        lambda: User(
            id=UUID(int=34), organisation_id=GALOP, display_name="X", email="x@example.org", roles="administrator"
        ),
        lambda: Organisation(id=UUID(int=35), key="new", name="New", kind="lead"),
        lambda: SignedInSession(
            id_hash=b"h", user_id=CONSORTIUM["shelter_worker"].id, created_at=NOW, seen_at=NOW, proved_at=NOW
        ),
    ],
)
def test_a_row_of_another_organisation_or_of_the_system_cannot_be_added(
    filled: Database, row: Callable[[], Any]
) -> None:
    with filled.open(SHELTER) as session, pytest.raises(GateError):
        add(session, row())


def test_a_row_cannot_be_given_away_nor_a_strangers_be_touched(filled: Database) -> None:
    with filled.open(None) as system:
        offer = system.get_one(OfferRow, OURS)
        system.expunge(offer)
    offer.needs = "x"
    with filled.open(GALOP) as session, pytest.raises(GateError):
        add(session, offer)


@pytest.mark.parametrize("offer_id", [OURS, UUID(int=404)], ids=["a stranger's", "missing"])
def test_p2_an_own_row_does_not_hang_on_a_row_that_is_hidden(filled: Database, offer_id: UUID) -> None:
    row = MessageRow(**{**a_message_row(UUID(int=61), offer_id, None).model_dump(), "owner_organisation_id": GALOP})
    with pytest.raises(IntegrityError), filled.transaction(filled.open(GALOP)) as session:
        add(session, row)


def test_an_own_row_is_added_and_changed(filled: Database) -> None:
    with filled.transaction(filled.open(LEAD)) as session:
        session.add(a_person_row(UUID(int=41), reference="7QK2-M8"))
        session.flush()
        session.get_one(PersonRow, UUID(int=41)).version = 2
    with filled.open(LEAD) as session:
        assert session.scalar(select(col(PersonRow.version)).where(col(PersonRow.id) == UUID(int=41))) == 2


def test_a_flush_that_failed_leaves_no_door_open_on_its_connection(filled: Database) -> None:
    with pytest.raises(IntegrityError), filled.transaction(filled.open(LEAD)) as session:
        add(session, an_offer_row(OURS, None))
    with filled.open(GALOP) as session, pytest.raises(GateError):
        session.connection().exec_driver_sql("SELECT 1")


def test_a_transaction_stores_all_or_nothing(filled: Database) -> None:
    def add_and_fail(session: Session) -> None:
        add(session, a_person_row(UUID(int=42), reference="7QK2-M7"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), filled.transaction(filled.open(LEAD)) as session:
        add_and_fail(session)
    with filled.open(LEAD) as session:
        assert session.get(PersonRow, UUID(int=42)) is None


def test_many_writers_at_once_wait_for_one_another(filled: Database) -> None:
    def write() -> None:
        with filled.transaction(filled.open(LEAD)) as session:
            offer = session.scalars(select(OfferRow).where(OFFER.id == OURS).with_for_update()).one()
            offer.version += 1

    threads = [threading.Thread(target=write) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with filled.open(LEAD) as session:
        assert session.scalar(select(OFFER.version).where(OFFER.id == OURS)) == 13


def test_an_error_does_not_tell_the_values_that_were_bound(filled: Database) -> None:
    with pytest.raises(IntegrityError) as caught, filled.transaction(filled.open(LEAD)) as session:
        add(session, an_offer_row(OURS, None, sender="12 Alder Road"))
    assert "12 Alder Road" not in str(caught.value)


def test_p17_a_database_that_could_lose_a_commit_is_refused(sqlite_url: str) -> None:
    lax = Database(sqlite_url)
    connection = lax.engine.raw_connection()
    connection.cursor().execute("PRAGMA synchronous = NORMAL")
    connection.close()
    with pytest.raises(RuntimeError, match="synchronous is 1"):
        lax.check_durable()
    lax.dispose()


@pytest.mark.postgres
def test_p17_postgresql_without_synchronous_commit_is_refused(postgres_url: str, owner_url: str) -> None:
    owner = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    owner.dispose()
    lax = Database(postgres_url)
    with pytest.raises(RuntimeError, match="synchronous_commit is off"):
        lax.check_durable()
    lax.dispose()


def test_p17_both_databases_as_set_up_are_durable(database: Database) -> None:
    database.check_durable()


def test_a_table_that_nobody_listed_is_refused() -> None:
    stray = Table("stray", SQLModel.metadata)
    with pytest.raises(RuntimeError, match="stray"):
        check_tables()
    SQLModel.metadata.remove(stray)
    check_tables()


@pytest.mark.postgres
def test_the_web_role_cannot_rewrite_the_audit_nor_the_schema(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    for forbidden in ("UPDATE entry SET kind = ''", "DELETE FROM entry", "DROP TABLE offer", "TRUNCATE offer"):
        with engine.connect() as connection, pytest.raises(ProgrammingError, match=r"permission|owner"):
            connection.execute(text(forbidden))
    engine.dispose()


def test_a_sqlite_file_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="unable to open"):
        Database(f"sqlite:///{tmp_path / 'none' / 'x.sqlite'}").check_durable()


INTAKE_ID, COLLEAGUE_ID = CONSORTIUM["intake"].id, CONSORTIUM["colleague"].id


@pytest.fixture
def came_in(database: Database) -> Database:
    """Three offers that Galop sent to the lead, one that the lead sent, and a case of each kind."""
    with database.system() as session:
        session.add(a_service_row())
        session.add(a_person_row())
        for number, holder in ((21, None), (22, INTAKE_ID), (23, COLLEAGUE_ID)):
            turned = {"owner_organisation_id": GALOP, "organisation_id": LEAD, "assigned_to": holder}
            session.add(an_offer_row(UUID(int=number), LEAD, **turned))
        session.add(an_offer_row(OURS, SHELTER))
        session.add_all(
            [a_case_row(31, INTAKE_ID), a_case_row(32, INTAKE_ID, COLLEAGUE_ID), a_case_row(33, COLLEAGUE_ID)]
        )
    return database


@pytest.mark.parametrize("form", [form for form in READS if "MESSAGE" not in READS[form].__code__.co_names])
def test_an_intake_worker_reads_what_is_nobodys_and_its_own_in_every_form_of_statement(
    came_in: Database, form: str
) -> None:
    whole, own = came_in.open(LEAD), came_in.open(LEAD, worker_id=INTAKE_ID)
    statement = READS[form]()
    with whole, own:
        everything = {getattr(row[0], "id", row[0]) for row in whole.execute(statement)}
        whole.rollback()
        found = {getattr(row[0], "id", row[0]) for row in own.execute(statement)}
    assert everything >= {UUID(int=21), UUID(int=22)}
    assert found == {UUID(int=21), UUID(int=22)}


def test_an_intake_worker_reads_its_own_cases_until_they_are_allocated(came_in: Database) -> None:
    for worker_id, seen in ((INTAKE_ID, {31}), (COLLEAGUE_ID, {33}), (None, {31, 32, 33})):
        with came_in.open(LEAD, worker_id=worker_id) as session:
            assert {id_.int for id_ in session.scalars(select(CASE.id))} == seen


def test_an_intake_worker_changes_no_case_that_is_allocated(came_in: Database) -> None:
    with came_in.open(LEAD, worker_id=INTAKE_ID) as session:
        changed = session.execute(update(CASE).values(version=2))
        assert changed.rowcount == 1
