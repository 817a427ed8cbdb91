"""What came back, in both databases: each need once, high risk first, and gone as soon as somebody has it."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, RequestId
from lvws_core.referrals import OfferStatus, RequestStatus
from lvws_core.risk.dash import Band
from partners.offers.model import CAME_BACK
from partners.offers.returned import store
from portal.database import SYSTEM, Database
from tests.builders import GALOP, LEAD, NOW
from tests.partners.offers.many import Like, add_offers, request_id
from tests.partners.offers.scene import Scene
from tests.partners.statements import counted

S = OfferStatus


def reading(database: Database, organisation_id: OrganisationId = LEAD) -> AbstractContextManager[Session]:
    return database.transaction(database.open(organisation_id, reading=True))


def queue(database: Database, most: int = 50) -> list[RequestId]:
    with reading(database) as session:
        return list(store.unplaced(session, LEAD, None, most=most).items)


def added(database: Database, scene: Scene, *likes: Like) -> None:
    with database.system() as session:
        add_offers(session, scene.offer, likes)


def back(request: int, hours: float, risk: Band = Band.STANDARD, status: OfferStatus = S.DECLINED) -> Like:
    at: datetime = NOW - timedelta(hours=hours)
    return Like(request=request, status=status, risk=risk, changed_at=at, ended_at=at)


def live(request: int, status: OfferStatus = S.SENT) -> Like:
    return Like(request=request, status=status, changed_at=NOW, co_work=True)


def test_lifecycle_3_every_way_of_coming_back_is_in_the_queue_and_no_other_state(
    database: Database, scene: Scene
) -> None:
    with reading(database) as session:
        found = store.unplaced(session, LEAD, None, most=50).items
    assert len(found) == len(CAME_BACK)
    assert {status for status in scene.offers if status in CAME_BACK} == CAME_BACK


def test_high_risk_comes_first_and_in_it_what_came_back_longest_ago(database: Database, scene: Scene) -> None:
    added(
        database,
        scene,
        *(back(1, 90), back(2, 80, Band.MEDIUM), back(3, 50, Band.HIGH), back(4, 70, Band.HIGH), back(5, 95)),
    )
    ours = [id_ for id_ in queue(database) if id_.int >= 2**65]
    assert ours == [request_id(n) for n in (4, 3, 2, 5, 1)]


@pytest.mark.parametrize("status", [S.SENT, S.WAITLISTED, S.ACTIVE, S.COMPLETED])
def test_a_need_that_somebody_has_or_that_has_an_outcome_does_not_wait(
    database: Database, scene: Scene, status: OfferStatus
) -> None:
    added(database, scene, back(1, 5), live(1, status))
    assert request_id(1) not in queue(database)


def test_a_need_whose_partners_have_both_given_it_back_counts_once(database: Database, scene: Scene) -> None:
    added(database, scene, back(1, 5), back(1, 9, status=S.EXPIRED))
    assert queue(database).count(request_id(1)) == 1


def test_what_is_taken_off_comes_back_only_when_it_is_put_back(database: Database, scene: Scene) -> None:
    added(database, scene, back(1, 5))
    with database.system() as session:
        store.take_off(session, request_id(1))
    assert request_id(1) not in queue(database)
    with database.system() as session:
        store.put_back(session, request_id(1))
    assert request_id(1) in queue(database)


def test_a_need_that_is_set_aside_waits_for_nobody_until_it_is_taken_up_again(database: Database, scene: Scene) -> None:
    added(database, scene, back(1, 5))
    with database.system() as session:
        store.set_aside(session, request_id(1), RequestStatus.ON_HOLD)
        store.put_back(session, request_id(1))
    assert request_id(1) not in queue(database)
    with database.system() as session:
        store.set_aside(session, request_id(1), None)
    assert request_id(1) in queue(database)


def test_pages_follow_one_another_without_gap_or_repeat(database: Database, scene: Scene) -> None:
    added(database, scene, *(back(n, n, list(Band)[n % 3]) for n in range(1, 40)))
    found: list[RequestId] = []
    cursor = None
    with reading(database) as session:
        while True:
            page = store.unplaced(session, LEAD, cursor, most=10)
            found += page.items
            if (cursor := page.next_cursor) is None:
                break
    assert found == queue(database)
    assert len(set(found)) == len(found) == 39 + len(CAME_BACK)


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiJd"])
def test_a_cursor_of_nothing_is_refused(database: Database, cursor: str) -> None:
    with reading(database) as session, pytest.raises(Invalid):
        store.unplaced(session, LEAD, cursor, most=10)


def test_i7_a_team_that_was_not_asked_finds_nothing(database: Database, scene: Scene) -> None:
    with reading(database, GALOP) as session:
        assert store.unplaced(session, LEAD, None, most=10).items == ()
    assert scene.offer


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_is_read_through_its_index_however_much_was_sent(database: Database, scene: Scene) -> None:
    sent = [Like(request=100 + n, changed_at=NOW, status=S.DECLINED, ended_at=NOW, marked=False) for n in range(1000)]
    added(database, scene, back(1, 5), *sent)
    with reading(database) as session, counted(database) as statements:
        store.unplaced(session, LEAD, None, most=10)
    [(statement, parameters)] = statements
    with database.engine.connect().execution_options(**SYSTEM) as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert any("ix_offer_returned" in line for line in plan), plan
    assert not any(line.startswith("SCAN") or "TEMP B-TREE" in line for line in plan), plan
