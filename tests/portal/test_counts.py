"""How many statements a page costs, however many rows there are; and that an index serves each of them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import event, insert, select, text
from sqlmodel import col

from lvws_core.ids import CaseId, Reference
from partners.directory.tables import RemitRow, ServiceRow
from partners.offers.tables import OfferRow
from portal.database import SYSTEM
from portal.intake import store as cases
from portal.referrals.tables import RequestRow
from portal.reviews.tables import OverrideRow, ReviewRow
from tests.builders import GALOP, LEAD
from tests.scene import HOUSING
from tests.staged import Staged

INBOX_MOST, OFFER_MOST = 3, 5
_FREE = re.compile(r'PRAGMA|SHOW|SET|BEGIN|COMMIT|SELECT pg_advisory|.*\b(FROM|INTO) "?(session|entry)"?\b', re.DOTALL)
"""Not counted: transaction control, settings, the look-up of the session, the append to the audit."""


@pytest.fixture(params=[30, 2000])
def many(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture
def staged(staged_on_each: Staged, many: int) -> Staged:
    """The scene with so many open offers in Shelter's inbox, on each database."""
    fill(staged_on_each, many)
    return staged_on_each


def fill(staged: Staged, many: int, prefix: str = "BULK", **changes: Any) -> None:
    """Copy the offer that was sent until there are so many, by bulk; `changes` are columns of the copies."""
    with staged.app.state.database.system() as session:
        table = OfferRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
        statement = select(table).where(table.c.reference == staged.scene.offer)
        row = dict(session.execute(statement, execution_options=SYSTEM).mappings().one())
        ids = (staged.app.dependencies["new_id"].dependency)()
        rows = [
            {
                **row,
                **changes,
                "id": ids(),
                "request_id": ids(),
                "reference": f"{prefix}-{n:05}",
                "sort_key": f"{row['sort_key']}{n:05}",
            }
            for n in range(many)
        ]
        session.execute(insert(table), rows, execution_options=SYSTEM)
    analyse(staged)


def analyse(staged: Staged) -> None:
    if not staged.app.state.database.is_sqlite:  # which has no statistics in operation either
        with staged.app.state.database.system() as session:
            session.execute(text("ANALYZE"), execution_options=SYSTEM)


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


def plan(staged: Staged, statement: str, parameters: Any) -> str:
    """Give how the database would run a statement."""
    engine = staged.app.state.database.engine
    prefix = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(prefix + statement, parameters)
        return "\n".join(str(row) for row in cursor.fetchall())
    finally:
        raw.close()


def offers_only(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(statement, parameters) for statement, parameters in found if re.search(r"FROM offer\b", statement)]


def test_the_inbox_takes_three_statements_at_most_and_each_reads_by_an_index(staged: Staged, many: int) -> None:
    worker = staged.visitor("shelter_worker")
    with heard(staged) as found:
        assert worker.get("/inbox").status_code == 200
    assert 0 < len(found) <= INBOX_MOST, found
    assert len(offers_only(found)) == 2
    assert all(by_index(staged, each, "ix_offer_inbox", many) for each in offers_only(found))


def by_index(staged: Staged, statement: tuple[str, Any], index: str, many: int) -> bool:
    """Say whether an index serves a statement; on one page of the disk PostgreSQL rightly reads every row."""
    is_small = not staged.app.state.database.is_sqlite and many < 100
    return is_small or index in plan(staged, *statement)


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
    assert 0 < len(found) <= INBOX_MOST, found
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


def test_the_cases_take_four_statements_however_many_there_are(staged: Staged, many: int) -> None:
    with staged.app.state.database.system() as session:
        ours = cases.get(session, staged.scene.case)
        ids = (staged.app.dependencies["new_id"].dependency)()
        for n in range(many):
            reference = Reference(f"MANY-{n:05}")
            cases.add(session, replace(ours, id=CaseId(ids()), reference=reference, offer_id=None))
    analyse(staged)
    lead = staged.visitor("caseworker")
    with heard(staged) as found:
        assert lead.get("/cases?show=taken").status_code == 200
    assert 0 < len(found) <= 4, found
    assert by_index(staged, next(each for each in found if 'FROM "case"' in each[0]), "ix_case_recent", many)


def copies(staged: Staged, row: Any, where: Any, changes: Callable[[int, UUID], dict[str, Any]], many: int) -> None:
    """Copy one row of a table so often, by bulk; `changes` gives what differs, from a number and a new id."""
    table = row.__table__
    with staged.app.state.database.system() as session:
        found = session.execute(select(table).where(where), execution_options=SYSTEM).mappings().first()
        assert found is not None
        ids = staged.app.dependencies["new_id"].dependency()
        rows = [{**found, **changes(n, ids())} for n in range(many)]
        session.execute(insert(table), rows, execution_options=SYSTEM)


def with_overrides(staged: Staged, many: int) -> str:
    chosen = col(OverrideRow.reference) == staged.scene.override
    copies(staged, OverrideRow, chosen, lambda n, id_: {"id": id_, "reference": f"OVER-{n:05}"}, many)
    return "/overrides"


def with_reviews(staged: Staged, many: int) -> str:
    chosen = col(ReviewRow.reference) == staged.scene.offers["misdirected"]
    copies(staged, ReviewRow, chosen, lambda n, id_: {"id": id_, "offer_id": id_, "reference": f"REVW-{n:05}"}, many)
    return "/reviews"


def with_needs_that_came_back(staged: Staged, many: int) -> str:
    def request_of(n: int, _id: UUID) -> dict[str, Any]:
        return {"id": UUID(int=0xF0000 + n), "reference": f"BACK-{n:05}"}

    def offer_of(n: int, id_: UUID) -> dict[str, Any]:
        named = {"id": id_, "reference": f"BACK-{n:05}", "request_reference": f"BACK-{n:05}"}
        return {**named, "request_id": UUID(int=0xF0000 + n), "return_key": f"0 {n:05}"}

    declined = staged.scene.requests["declined"]
    copies(staged, RequestRow, col(RequestRow.reference) == declined, request_of, many)
    copies(staged, OfferRow, col(OfferRow.reference) == staged.scene.offers["declined"], offer_of, many)
    return "/unplaced"


def with_services(staged: Staged, many: int) -> str:
    def service_of(n: int, _id: UUID) -> dict[str, Any]:
        return {"id": UUID(int=0xF0000 + n), "key": f"service_{n}", "name": f"Service {n}"}

    copies(staged, ServiceRow, col(ServiceRow.key) == "housing_advice", service_of, many)
    remit = col(RemitRow.service_id) == HOUSING
    copies(staged, RemitRow, remit, lambda n, id_: {"id": id_, "service_id": UUID(int=0xF0000 + n)}, many)
    return "/directory"


def with_sharings(staged: Staged, many: int) -> str:
    fill(staged, many)  # offers about somebody else
    answer = staged.visitor("caseworker").get(f"/offers/{staged.scene.offers['active']}/why")
    return str(answer.headers["location"].partition("#")[0])


LISTS = {
    "overrides": (with_overrides, "governance", 2),
    "reviews": (with_reviews, "governance", 2),
    "unplaced": (with_needs_that_came_back, "lead_manager", 9),
    "directory": (with_services, "caseworker", 4),
    "ledger": (with_sharings, "caseworker", 8),
}
"""Each list with what fills it, who reads it, and how many statements it takes at most."""


@pytest.mark.parametrize("name", LISTS)
def test_each_list_of_the_lead_costs_the_same_however_many_rows_there_are(
    staged_on_each: Staged, many: int, name: str
) -> None:
    filled, key, most = LISTS[name]
    path = filled(staged_on_each, many)
    analyse(staged_on_each)
    visitor = staged_on_each.visitor(key)
    with heard(staged_on_each) as found:
        assert visitor.get(path).status_code == 200
    assert 0 < len(found) <= most, (len(found), found)
