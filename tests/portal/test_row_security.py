"""Row security of PostgreSQL: it holds alone, with the gate off, and every table has it (P2)."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, create_engine, delete, func, insert, select, text, true, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col

from portal import row_security
from portal.audit.tables import Entry
from portal.auth.tables import Organisation, SignedInSession, User
from portal.database import SHARED, SYSTEM, SYSTEM_TABLES, TENANT, Database, GateError
from portal.people.tables import ConflictRow, PersonRow
from portal.people.team.tables import CaseTeamRow, RestrictionRow
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, SHELTER
from tests.portal.test_database import CASE, DRAFT, MESSAGE, OFFER, OURS, READS, TABLE, THEIRS, add, filled
from tests.portal.walls import gate_off
from tests.rows import a_case_row, a_person_row, an_offer_row

pytestmark = pytest.mark.postgres
__all__ = ["filled"]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """PostgreSQL alone: the other database has no row security."""
    return postgres_url


@pytest.fixture
def ungated() -> Iterator[None]:
    with gate_off():
        yield


@pytest.fixture
def plain(postgres_url: str) -> Iterator[Engine]:
    """Connections of the portal's role of which the kit knows nothing."""
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def owner(owner_url: str) -> Iterator[Engine]:
    engine = create_engine(owner_url)
    yield engine
    engine.dispose()


def test_p2_every_table_has_its_policies_and_the_role_owns_nothing(filled: Database) -> None:
    with filled.system(reading=True) as session:
        assert list(row_security.faults(session.connection(execution_options=SYSTEM))) == []
    assert {policy.table for policy in row_security.declared()} == TENANT | SHARED | SYSTEM_TABLES


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("ALTER TABLE message NO FORCE ROW LEVEL SECURITY", "table message lacks"),
        ("ALTER TABLE message DISABLE ROW LEVEL SECURITY", "table message lacks"),
        ("DROP POLICY lvws_select ON message", "table message lacks"),
        ("CREATE POLICY more ON message FOR SELECT USING (true)", "table message lacks"),
        ("DROP FUNCTION lvws_enter", "the function lvws_enter"),
        ("COMMENT ON FUNCTION lvws_enter IS 'another'", "the function lvws_enter"),
    ],
)
def test_p2_a_table_that_lacks_its_policy_is_named(filled: Database, owner: Engine, harm: str, told: str) -> None:
    with owner.begin() as connection:
        connection.execute(text(harm))
    with filled.system(reading=True) as session:
        found = list(row_security.faults(session.connection(execution_options=SYSTEM)))
    assert len(found) == 1
    assert told in found[0]


def test_p2_a_role_that_owns_tables_is_refused(owner: Engine) -> None:
    with owner.connect() as connection:
        assert [each for each in row_security.faults(connection) if "owns tables" in each]


@pytest.mark.usefixtures("filled")
def test_p2_whoever_says_nothing_sees_no_row_of_any_table(plain: Engine) -> None:
    with plain.connect() as connection:
        for table in sorted(TENANT | SHARED | SYSTEM_TABLES):
            assert connection.scalar(select(func.count()).select_from(SQLModel.metadata.tables[table])) == 0, table


@pytest.mark.usefixtures("filled")
def test_p2_the_owner_is_bound_too(owner: Engine) -> None:
    with owner.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM offer")).scalar() == 0


def test_p2_nothing_that_was_said_is_left_on_a_pooled_connection(filled: Database) -> None:
    for _ in range(3):
        with filled.open(LEAD) as session:
            assert session.scalar(select(func.count(OFFER.id))) == 3
        pooled = filled.engine.raw_connection()
        assert pooled.cursor().execute("SELECT count(*) FROM offer").fetchone() == (0,)
        pooled.close()


def test_p2_there_is_no_view_through_which_rows_could_be_read(plain: Engine) -> None:
    with plain.connect() as connection:
        views = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        assert connection.scalars(text(views)).all() == []


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("form", READS)
@pytest.mark.parametrize(("reader", "seen"), [(LEAD, {OURS, DRAFT, THEIRS}), (SHELTER, {OURS}), (GALOP, {THEIRS})])
def test_p2_with_the_gate_off_every_statement_gives_an_organisation_its_own_rows_alone(
    filled: Database, form: str, reader: UUID, seen: set[UUID]
) -> None:
    with filled.open(reader) as session:
        found = session.scalars(READS[form]()).all()
    assert {getattr(row, "id", row) for row in found} == seen


SQL = "SELECT life FROM offer WHERE id = '00000000-0000-0000-0000-00000000000b' OR true"


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize(
    "statement",
    [lambda: select(TABLE.c.id), lambda: text("SELECT id FROM offer"), lambda: select(OFFER).from_statement(text(SQL))],
)
def test_p2_with_the_gate_off_tables_and_plain_sql_are_bound_too(
    filled: Database, statement: Callable[[], Any]
) -> None:
    with filled.open(GALOP) as session:
        options = {"through_gate": True}
        assert len(session.connection().execute(statement(), execution_options=options).all()) == 1


REFUSED: dict[str, Callable[[Session], Any]] = {
    "an offer of another's": lambda s: add(s, an_offer_row(UUID(int=71), GALOP)),
    "a person of another's": lambda s: add(s, a_person_row(UUID(int=72), reference="7QK2-M8")),
    "an account of another's": lambda s: add(
        s, User(id=UUID(int=73), organisation_id=GALOP, display_name="X", email="x@example.org", roles="administrator")
    ),
    "an organisation": lambda s: add(s, Organisation(id=UUID(int=74), key="new", name="New", kind="lead")),
    "a session": lambda s: add(
        s, SignedInSession(id_hash=b"h", user_id=CONSORTIUM["shelter_worker"].id, created_at=NOW, seen_at=NOW)
    ),
    "a Core insert": lambda s: s.execute(insert(OFFER).values(an_offer_row(UUID(int=75), GALOP).model_dump())),
    "an offer is taken over": lambda s: s.execute(update(OFFER).values(owner_organisation_id=SHELTER)),
    "an offer is opened to another": lambda s: s.execute(update(OFFER).values(partner_organisation_id=GALOP)),
    "an own account changes sides": lambda s: s.execute(
        update(User).where(col(User.organisation_id) == SHELTER).values(organisation_id=GALOP)
    ),
}


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("attempt", REFUSED)
def test_p2_with_the_gate_off_the_database_refuses_rows_of_others(filled: Database, attempt: str) -> None:
    with filled.open(SHELTER) as session, pytest.raises(DBAPIError, match=r"row-level security|permission denied"):
        REFUSED[attempt](session)


@pytest.mark.usefixtures("ungated")
def test_p2_the_owner_of_a_row_never_changes_whoever_asks(filled: Database) -> None:
    with filled.open(LEAD) as session, pytest.raises(DBAPIError, match="permission denied"):
        session.execute(update(PersonRow).values({"owner_organisation_id": GALOP}))
    with pytest.raises(DBAPIError, match="permission denied"), filled.system() as session:
        session.execute(update(PersonRow).values({"owner_organisation_id": GALOP}))


@pytest.mark.usefixtures("ungated")
def test_p2_with_the_gate_off_a_strangers_row_is_neither_changed_nor_deleted(filled: Database) -> None:
    with filled.open(GALOP) as session:
        assert session.execute(update(OFFER).where(OFFER.id == OURS).values(needs="x")).rowcount == 0
        assert session.execute(delete(OFFER).where(OFFER.id == OURS)).rowcount == 0
        assert session.execute(delete(MESSAGE)).rowcount == 0
        assert session.scalars(select(SignedInSession)).all() == []
        assert session.scalars(select(Entry)).all() == []


WORKER, OTHER = CONSORTIUM["caseworker"].id, CONSORTIUM["colleague"].id


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize(("staff", "seen"), [(WORKER, 0), (OTHER, 1)])
def test_p2_with_the_gate_off_a_connected_member_of_staff_finds_nobody(
    filled: Database, staff: UUID, seen: int
) -> None:
    with filled.system() as session:
        person = session.scalars(select(PersonRow)).one()
        session.add(a_conflict(person.id))
    with filled.open(LEAD, staff_id=staff) as session:
        assert session.scalar(select(func.count(col(PersonRow.id)))) == seen
        assert session.scalar(select(func.count(OFFER.id))) == 3 * seen
        assert session.scalar(select(func.count(MESSAGE.id))) == 3 * seen


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize(("staff", "seen"), [(WORKER, 0), (OTHER, 1), (None, 0)])
def test_p2_with_the_gate_off_somebody_restricted_is_there_for_their_team_alone(
    filled: Database, staff: UUID | None, seen: int
) -> None:
    with filled.system() as session:
        person = session.scalars(select(PersonRow)).one()
        session.add_all(a_restriction(person.id, OTHER))
    with filled.open(LEAD, staff_id=staff) as session:
        assert session.scalar(select(func.count(col(PersonRow.id)))) == seen
        assert session.scalar(select(func.count(OFFER.id))) == 3 * seen
    with filled.open(LEAD, staff_id=staff, admitted=person.id) as session:
        assert session.scalar(select(func.count(col(PersonRow.id)))) == 1  # in an emergency
    with filled.open(SHELTER) as session:
        assert session.scalar(select(func.count(OFFER.id))) == 1  # partners keep what was shared with them


def a_conflict(person_id: UUID) -> ConflictRow:
    return ConflictRow(
        id=UUID(int=81),
        owner_organisation_id=LEAD,
        person_id=person_id,
        staff_id=WORKER,
        registered_by=OTHER,
        registered_at=NOW,
    )


def a_restriction(person_id: UUID, member: UUID) -> tuple[Any, ...]:
    whose = {"owner_organisation_id": LEAD, "person_id": person_id}
    team = CaseTeamRow(id=UUID(int=82), user_id=member, joined_at=NOW, joined_by=member, reason="x", **whose)
    return team, RestrictionRow(id=UUID(int=83), restricted_at=NOW, restricted_by=member, reason="x", **whose)


@pytest.mark.usefixtures("ungated")
def test_p2_with_the_gate_off_an_intake_worker_reads_its_own_and_may_hand_it_on(filled: Database) -> None:
    intake, colleague = CONSORTIUM["intake"].id, OTHER
    with filled.system() as session:
        session.add_all([a_case_row(31, intake), a_case_row(32, colleague)])
    with filled.transaction(filled.open(LEAD, worker_id=intake)) as session:
        assert [id_.int for id_ in session.scalars(select(CASE.id))] == [31]
        session.execute(update(CASE).where(CASE.id == UUID(int=31)).values(allocated_to=colleague))
        assert session.scalars(select(CASE.id)).all() == []


@pytest.mark.parametrize("function", [func.set_config("lvws.system", "on", true()), func.lvws_enter()])
def test_p2_no_statement_of_an_organisation_says_who_reads(filled: Database, function: Any) -> None:
    with filled.open(SHELTER) as session, pytest.raises(GateError):
        session.execute(select(OFFER.id, function))


def test_p2_the_web_role_adds_to_the_audit_and_changes_nothing_in_it(filled: Database) -> None:
    for table in ("entry", "anchor"):
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            with filled.system(reading=True) as session:
                asked = select(func.has_table_privilege(table, right))
                assert session.connection().execute(asked, execution_options=SYSTEM).scalar() is False
