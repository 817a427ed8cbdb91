"""What a lead follows, in both databases: each request once, in order, with few statements."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlmodel import Session

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, RequestId
from lvws_core.referrals import ClockKind, OfferStatus, RequestStatus
from partners.offers.following import store
from partners.offers.following.model import SentView, standing
from portal.database import SYSTEM, Database
from tests.builders import GALOP, LEAD, NOW
from tests.partners.offers.many import Like, add_offers, request_id
from tests.partners.offers.scene import HOUSING, Scene
from tests.partners.statements import counted


def reading(database: Database, organisation_id: OrganisationId = LEAD) -> AbstractContextManager[Session]:
    return database.transaction(database.open(organisation_id, reading=True))


@pytest.fixture
def many(database: Database, scene: Scene, request: pytest.FixtureRequest) -> int:
    """So many requests besides the scene's, each with two offers a minute apart."""
    number: int = request.param
    likes = [
        Like(
            request=n // 2,
            changed_at=NOW - timedelta(minutes=n),
            due_at=NOW + timedelta(minutes=n),
            due_kind="answer" if n % 4 == 0 else "decide",
        )
        for n in range(2 * number)
    ]
    with database.system() as session:
        add_offers(session, scene.offer, likes)
    return number


def pages(session: Session) -> Iterator[tuple[RequestId, ...]]:
    cursor = None
    while True:
        page = store.newest(session, LEAD, cursor)
        yield page.items
        if (cursor := page.next_cursor) is None:
            return


@pytest.mark.parametrize("many", [60], indirect=True)
def test_each_request_comes_once_by_its_newest_change_and_pages_follow_without_gap(
    database: Database, scene: Scene, many: int
) -> None:
    with reading(database) as session:
        found = [id_ for page in pages(session) for id_ in page]
    assert found[:many] == [request_id(n) for n in range(many)]
    assert len(set(found)) == len(found) == many + len(scene.offers)


@pytest.mark.parametrize("many", [30], indirect=True)
def test_a_view_by_a_clock_holds_each_request_once_soonest_due_first(
    database: Database, scene: Scene, many: int
) -> None:
    with reading(database) as session:
        first = store.due(session, LEAD, {ClockKind.ANSWER}, None)
        both = store.due(session, LEAD, frozenset(ClockKind), None, before=NOW + timedelta(minutes=3))
        over = store.due(session, LEAD, {ClockKind.ANSWER}, None, before=NOW - timedelta(days=1))
    ours = [id_ for id_ in first.items if id_.int >= 2**65]
    assert ours == [request_id(n) for n in range(0, many, 2)]
    assert [id_ for id_ in both.items if id_.int >= 2**65] == [request_id(0), request_id(1)]
    assert over.items == ()
    assert scene.offers[OfferStatus.INFO_NEEDED]


@pytest.mark.parametrize("many", [60], indirect=True)
def test_the_pages_of_a_view_by_a_clock_follow_one_another(database: Database, many: int) -> None:
    with reading(database) as session:
        first = store.due(session, LEAD, SentView.THEIRS.kinds, None)
        second = store.due(session, LEAD, SentView.THEIRS.kinds, first.next_cursor)
    assert len(first.items) == 25
    assert second.items
    assert not set(first.items) & set(second.items)
    assert many


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiJd"])
def test_a_cursor_of_nothing_is_refused(database: Database, cursor: str) -> None:
    with reading(database) as session:
        with pytest.raises(Invalid):
            store.newest(session, LEAD, cursor)
        with pytest.raises(Invalid):
            store.due(session, LEAD, {ClockKind.ANSWER}, cursor)


def test_i7_a_team_that_was_not_asked_finds_nothing(database: Database, scene: Scene) -> None:
    with reading(database, GALOP) as session:
        assert store.newest(session, LEAD, None).items == ()
        assert store.due(session, LEAD, frozenset(ClockKind), None).items == ()
    assert scene.offer


def test_the_state_of_a_request_follows_from_its_offers_and_from_what_the_lead_has_set(
    database: Database, scene: Scene
) -> None:
    with reading(database) as session:
        ids = store.newest(session, LEAD, None).items
        found = store.of_requests(session, ids)
    by_offer = {rows[0].reference: standing(rows) for rows in found.values()}
    assert by_offer[scene.offers[OfferStatus.DECLINED]] == RequestStatus.UNPLACED
    assert by_offer[scene.offers[OfferStatus.ACTIVE]] == RequestStatus.OPEN
    assert all(rows[0].offer.service_id == HOUSING for rows in found.values())


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [30, 1000], indirect=True)
def test_a_page_takes_two_statements_whatever_the_number(database: Database) -> None:
    with reading(database) as session, counted(database) as statements:
        store.of_requests(session, store.newest(session, LEAD, None).items)
    assert len(statements) == 2
    with reading(database) as session, counted(database) as statements:
        store.of_requests(session, store.due(session, LEAD, SentView.OURS.kinds, None).items)
    assert len(statements) == 2


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [1000], indirect=True)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_is_read_through_its_index(database: Database) -> None:
    with reading(database) as session, counted(database) as statements:
        store.newest(session, LEAD, None)
        store.due(session, LEAD, SentView.OURS.kinds, None)
    for statement, index in zip(statements, ("ix_offer_sent", "ix_offer_due"), strict=True):
        with database.engine.connect().execution_options(**SYSTEM) as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1])
            plan = [row[-1] for row in rows]
        assert any(index in line for line in plan), plan
        assert any("ix_offer_request" in line for line in plan), plan
        assert not any(line.startswith("SCAN") or "TEMP B-TREE" in line for line in plan), plan
