"""How many statements a page costs, however many rows there are; and that an index serves each of them."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace
from sqlalchemy import URL, event, insert, select

from lvws_core.ids import CaseId, Reference
from partners.offers.tables import OfferRow
from portal.database import SYSTEM
from portal.intake import store as cases
from portal.intake.tables import CaseRow
from tests.builders import CONSORTIUM, GALOP, LEAD, Clock
from tests.portal.conftest import Kept
from tests.postgres import a_copy
from tests.postgres import analyse as analyse_all
from tests.scene import Scene
from tests.staged import Staged, staged_at

pytestmark = pytest.mark.usefixtures("many")

INBOX_MOST, SENT_MOST, OFFER_MOST = 4, 3, 5
"""Of the inbox one asks whether a message was not delivered, for whoever is on duty."""
_FREE = re.compile(r'PRAGMA|SHOW|SET|BEGIN|COMMIT|SELECT pg_advisory|.*\b(FROM|INTO) "?(session|entry)"?\b', re.DOTALL)
"""Not counted: transaction control, settings, the look-up of the session, the append to the audit."""


@pytest.fixture(scope="module", params=[30, 2000])
def many(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture(scope="module")
def scene_file(scene_file: Kept, many: int, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The scene with so many open offers in Shelter's inbox, to be copied for each test."""
    path = Path(shutil.copy(scene_file.place, tmp_path_factory.mktemp("many") / "many.sqlite"))
    fill_at(f"sqlite:///{path}", scene_file.scene, many)
    return replace(scene_file, place=path)


@pytest.fixture(scope="module")
def scene_database(postgres: URL, scene_database: Kept, many: int) -> Iterator[Kept]:
    """The same on PostgreSQL."""
    with a_copy(postgres, str(scene_database.place), "lvws_many") as url:
        fill_at(url, scene_database.scene, many)
        yield replace(scene_database, place="lvws_many")


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    return staged_on_each


def fill_at(url: str, scene: Scene, many: int) -> None:
    with staged_at(url, scene, Clock()) as made:
        fill(made, many)


def fill(staged: Staged, many: int, prefix: str = "BULK", **changes: Any) -> None:
    """Copy the offer that was sent until there are so many, by bulk; `changes` are columns of the copies."""
    with staged.app.state.database.system() as session:
        table = OfferRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
        statement = select(table).where(table.c.reference == staged.scene.offer)
        row = dict(session.execute(statement, execution_options=SYSTEM).mappings().one())
        rows = [
            {
                **row,
                **changes,
                "id": uuid4(),
                "request_id": uuid4(),
                "reference": f"{prefix}-{n:05}",
                "sort_key": f"{row['sort_key']}{n:05}",
            }
            for n in range(many)
        ]
        session.execute(insert(table), rows, execution_options=SYSTEM)
    analyse(staged)


def analyse(staged: Staged) -> None:
    if not staged.app.state.database.is_sqlite:  # which has no statistics in operation either
        analyse_all(staged.app.state.database.url.render_as_string(hide_password=False))


@contextmanager
def heard(staged: Staged) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that count while the block runs, with their parameters."""
    found: list[tuple[str, Any]] = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if not _FREE.match(statement):
            found.append((statement, parameters))

    event.listen(staged.app.state.database.engine, "before_cursor_execute", listen)
    yield found
    event.remove(staged.app.state.database.engine, "before_cursor_execute", listen)


def plan(staged: Staged, statement: str, parameters: Any, *, thrifty: bool = False) -> str:
    """Give how the database would run a statement; `thrifty` as if the rows were too many to read them all."""
    engine = staged.app.state.database.engine
    prefix = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        if thrifty:
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(prefix + statement, parameters)
        return "\n".join(str(row) for row in cursor.fetchall())
    finally:
        raw.close()


def offers_only(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Keep what reads from the offers themselves, whatever else is asked inside of brackets."""
    return [each for each in found if re.search(r"FROM offer\b", outermost(each[0]))]


def outermost(statement: str) -> str:
    """Give a statement without what stands in brackets, selects inside it among them."""
    shorter = re.sub(r"\([^()]*\)", "", statement)
    return statement if shorter == statement else outermost(shorter)


def test_the_inbox_takes_four_statements_at_most_and_each_reads_by_an_index(staged: Staged, many: int) -> None:
    worker = staged.visitor("shelter_worker")
    with heard(staged) as found:
        assert worker.get("/inbox").status_code == 200
    assert 0 < len(found) <= INBOX_MOST, found
    assert len(offers_only(found)) == 2
    assert all(by_index(staged, each, "ix_offer_inbox", many) for each in offers_only(found))


def by_index(staged: Staged, statement: tuple[str, Any], index: str, many: int) -> bool:
    """Say whether an index serves a statement; PostgreSQL rightly reads every row where it needs most of them."""
    if staged.app.state.database.is_sqlite:
        return index in plan(staged, *statement)
    table = index.split("_")[1]
    return many < 100 or not re.search(rf'Seq Scan on "?{table}\b', plan(staged, *statement, thrifty=True))


@pytest.mark.parametrize("view", ["needs-answer", "with-lead", "accepted", "active", "closed"])
def test_every_view_of_the_inbox_costs_the_same(staged: Staged, view: str) -> None:
    worker = staged.visitor("shelter_worker")
    with heard(staged) as found:
        assert worker.get("/inbox", params={"show": view}).status_code == 200
    assert 0 < len(found) <= INBOX_MOST, found


def test_the_next_page_of_the_inbox_costs_what_the_first_does(staged: Staged) -> None:
    worker = staged.visitor("shelter_worker")
    following = re.search(r'href="(/inbox\\?[^"]*after=[^"]+)"', worker.get("/inbox").text)
    assert following is not None
    with heard(staged) as found:
        page = worker.get(following[1].replace("&amp;", "&"))
    assert page.status_code == 200
    assert 0 < len(found) <= INBOX_MOST, found
    assert not any("OFFSET" in statement and parameters[-1] != 0 for statement, parameters in found)


@pytest.mark.parametrize("key", ["shelter_worker", "caseworker"])
@pytest.mark.parametrize("reached", ["acknowledged", "info_needed", "active"])
def test_an_open_offer_takes_five_statements_at_most_by_an_index(
    staged: Staged, many: int, key: str, reached: str
) -> None:
    visitor, offer = staged.visitor(key), staged.scene.offers[reached]
    with heard(staged) as found:
        assert visitor.get(f"/offers/{offer}").status_code == 200
    assert 0 < len(found) <= OFFER_MOST, found
    index = "sqlite_autoindex_offer" if staged.app.state.database.is_sqlite else "uq_offer_reference"
    assert by_index(staged, offers_only(found)[0], index, many)


def test_what_was_sent_takes_three_statements_at_most_by_an_index(staged: Staged, many: int) -> None:
    lead = staged.visitor("caseworker")
    with heard(staged) as found:
        assert lead.get("/sent").status_code == 200
    assert 0 < len(found) <= SENT_MOST, found
    assert by_index(staged, offers_only(found)[0], "ix_offer_sent", many)


def test_new_messages_are_counted_in_the_rows_and_cost_no_statement_more(staged: Staged) -> None:
    staged.clock.advance(minutes=1)  # so that it is the newest change of all
    offer = staged.scene.offers["active"]
    lead, worker = staged.visitor("caseworker"), staged.visitor("shelter_worker")
    for _ in range(2):
        assert lead.submit(f"/offers/{offer}/message", text="A word.").status_code == 303
    assert worker.submit(f"/offers/{offer}/message", text="Another word.").status_code == 303
    for visitor, path, number in ((worker, "/inbox?show=active", "2 new messages"), (lead, "/sent", "2 new messages")):
        with heard(staged) as found:
            page = visitor.get(path).text
        assert number in page
        assert len(found) <= INBOX_MOST, found
        assert visitor.get(f"/offers/{offer}").status_code == 200
        assert number not in visitor.get(path).text


def test_what_came_in_takes_one_statement_by_the_index_of_the_inbox(staged: Staged, many: int) -> None:
    turned = {"owner_organisation_id": GALOP, "organisation_id": LEAD, "partner_organisation_id": LEAD}
    fill(staged, many, "CAME", **turned)
    for key in ("caseworker", "intake"):
        visitor = staged.visitor(key)
        with heard(staged) as found:
            assert "CAME-00000" in visitor.get("/cases").text
        assert len(found) == 1, found
        assert by_index(staged, found[0], "ix_offer_inbox", many)


CASE_LISTS = {
    "/cases?show=taken": ("caseworker", 4, "ix_case_recent"),
    "/cases?show=unallocated": ("caseworker", 4, "ix_case_open"),
    "/cases?show=mine": ("caseworker", 4, "ix_case_open"),
    "/intake": ("intake", 2, "ix_case_taker"),
}
"""Who reads a list of cases, how many statements it takes at most, and the index that serves it."""


def fill_cases(staged: Staged, many: int) -> None:
    """Add so many cases by bulk, which the intake worker took in and nobody has."""
    with staged.app.state.database.system() as session:
        ours, taker = cases.get(session, staged.scene.case), CONSORTIUM["intake"].id
        ids = (staged.app.dependencies["new_id"].dependency)()
        rows = [
            cases.columns_of(
                replace(ours, id=CaseId(ids()), reference=Reference(f"MANY-{n:05}"), offer_id=None, taken_by=taker)
            )
            for n in range(many)
        ]
        session.execute(insert(CaseRow), rows, execution_options=SYSTEM)
    analyse(staged)


def test_each_list_of_cases_costs_the_same_however_many_there_are(staged: Staged, many: int) -> None:
    fill_cases(staged, many)
    for path, (key, most, index) in CASE_LISTS.items():
        visitor = staged.visitor(key)
        with heard(staged) as found:
            assert visitor.get(path).status_code == 200
        assert 0 < len(found) <= most, found
        statement = next(each for each in found if 'FROM "case"' in each[0])
        assert by_index(staged, statement, index, many), (path, plan(staged, *statement))
