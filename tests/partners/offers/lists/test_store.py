"""The lists in both databases: what they show, to whom, in which order, with how many statements."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlmodel import Session, select

from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId
from lvws_core.referrals import OfferStatus
from partners.offers import service
from partners.offers.lists import store
from partners.offers.lists.model import View
from partners.offers.pages import Onlooker, offer_page
from partners.offers.tables import OfferEventRow, OfferRow
from portal.auth.store import NamesStore
from portal.database import SYSTEM, Database
from tests.builders import CONSORTIUM, GALOP, NOW, SHELTER
from tests.partners.conftest import DeskFor
from tests.partners.offers.scene import SENT_AT, Scene
from tests.partners.statements import counted

WORKER, GALOPS = CONSORTIUM["shelter_worker"].actor, CONSORTIUM["galop_worker"].actor
_STATUSES = ("sent", "acknowledged", "info_needed", "active", "completed")


@pytest.fixture
def many(database: Database, scene: Scene, request: pytest.FixtureRequest) -> int:
    """So many offers to Shelter besides the scene, in five states, with a line of timeline each."""
    with database.system() as session:
        pattern = session.exec(select(OfferRow).where(OfferRow.reference == scene.offer)).one().model_dump()
        for table, made in ((OfferRow.__table__, _like), (OfferEventRow.__table__, _entry)):
            rows = [made(pattern, number).model_dump() for number in range(request.param)]
            session.execute(insert(table), rows, execution_options=SYSTEM)
    return int(request.param)


def _like(pattern: dict[str, Any], number: int) -> OfferRow:
    status = _STATUSES[number % len(_STATUSES)]
    changes = {
        "id": UUID(int=2**64 + number),
        "request_id": UUID(int=2**65 + number),
        "reference": f"{number:06}",
        "status": status,
        "changed_at": NOW - timedelta(minutes=number),
        "sort_key": f"{10**15 + number * 7 % 1009:016}",
    }
    return OfferRow(**{**pattern, **changes})


def _entry(pattern: dict[str, Any], number: int) -> OfferEventRow:
    return OfferEventRow(
        id=UUID(int=2**66 + number),
        owner_organisation_id=pattern["owner_organisation_id"],
        partner_organisation_id=pattern["partner_organisation_id"],
        offer_id=UUID(int=2**64 + number),
        at=NOW,
        kind="offer.noted",
        detail=b'{"note":"attempt","version":2}',
    )


def _reader(database: Database, organisation_id: OrganisationId) -> Iterator[Session]:
    return database.transaction(database.open(organisation_id, reading=True))


def _all(session: Session, view: View) -> list[Any]:
    rows, cursor = [], None
    while True:
        page = store.inbox(session, WORKER, view, cursor)
        rows += page.items
        if (cursor := page.next_cursor) is None:
            return rows


def test_every_state_a_partner_may_see_is_in_one_view() -> None:
    shown = [status for view in View if view != View.TODAY for status in view.statuses]
    assert sorted(shown) == sorted(set(OfferStatus) - {OfferStatus.DRAFT, OfferStatus.ERROR})


def test_the_views_show_the_offers_of_the_team_by_state(database: Database, scene: Scene) -> None:
    with _reader(database, SHELTER) as session:
        found = {view: {row.reference for row in _all(session, view)} for view in View}
    unasked = {OfferStatus.INFO_NEEDED, OfferStatus.PAUSED}
    by_status = {view: view.statuses for view in View} | {View.TODAY: View.TODAY.statuses - unasked}
    assert found == {view: {scene.offers[s] for s in statuses} for view, statuses in by_status.items()}


def test_an_expired_offer_leaves_the_list_and_no_other_does(database: Database, scene: Scene) -> None:
    expired = scene.offers[OfferStatus.EXPIRED]
    with _reader(database, SHELTER) as session:
        for since, is_listed in ((SENT_AT, True), (NOW, False)):
            rows = store.inbox(session, WORKER, View.CLOSED, None, expired_since=since).items
            assert (expired in {row.reference for row in rows}) == is_listed
            assert len(rows) == len(View.CLOSED.statuses) - (not is_listed)


def test_i7_another_team_sees_none_of_them(database: Database, scene: Scene) -> None:
    with _reader(database, GALOP) as session:
        assert all(store.inbox(session, WORKER, view, None).items == () for view in View)
        assert set(store.counts(session, SHELTER, NOW).by_view.values()) == {0}
        assert [row.reference for row in store.inbox(session, GALOPS, View.NEEDS_ANSWER, None).items] == [
            scene.foreign_offer
        ]


@pytest.mark.usefixtures("scene")
def test_counts_are_of_open_offers_and_of_the_overdue_among_them(database: Database) -> None:
    with _reader(database, SHELTER) as session:
        now = store.counts(session, SHELTER, NOW)
        later = store.counts(session, SHELTER, NOW + timedelta(days=60))
    assert dict(now.by_view) == {
        View.TODAY: 2,
        View.NEEDS_ANSWER: 2,
        View.WITH_LEAD: 1,
        View.ACCEPTED: 1,
        View.WAITING: 1,
        View.ACTIVE: 3,
    }
    assert (later.overdue[View.NEEDS_ANSWER], later.overdue[View.TODAY]) == (2, 7)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [120], indirect=True)
def test_pages_follow_one_another_without_gap_or_repeat(database: Database) -> None:
    with _reader(database, SHELTER) as session:
        waiting, closed = _all(session, View.NEEDS_ANSWER), _all(session, View.CLOSED)
    assert len({row.reference for row in waiting}) == len(waiting) == 50
    assert [row.changed_at for row in closed] == sorted((row.changed_at for row in closed), reverse=True)
    assert len(closed) == 24 + len(View.CLOSED.statuses)


@pytest.mark.parametrize("view", [View.NEEDS_ANSWER, View.CLOSED])
@pytest.mark.parametrize("cursor", ["x", "W10", "WyJhIiwiYiJd", "WyIyMDI2LTExLTIzIiwiYiIsImMiXQ"])
def test_a_cursor_of_nothing_is_refused(database: Database, view: View, cursor: str) -> None:
    with _reader(database, SHELTER) as session, pytest.raises(Invalid):
        store.inbox(session, WORKER, view, cursor)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [30, 1000], indirect=True)
def test_the_inbox_takes_two_statements_whatever_the_number_of_rows(database: Database) -> None:
    with _reader(database, SHELTER) as session, counted(database) as statements:
        store.inbox(session, WORKER, View.NEEDS_ANSWER, None)
        store.counts(session, SHELTER, NOW)
    assert len(statements) == 2


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [30, 1000], indirect=True)
@pytest.mark.parametrize("key", ["shelter_worker", "caseworker"])
def test_an_open_offer_takes_at_most_five_statements(
    database: Database, scene: Scene, key: str, desk_for: DeskFor
) -> None:
    colleague = CONSORTIUM[key]
    taken = []
    for _ in range(2):
        with database.transaction(database.open(colleague.organisation_id)) as session, counted(database) as statements:
            opened = service.open_offer(desk_for(session, key), scene.offer)
            offer_page(opened, Onlooker(actor=colleague.actor, names=NamesStore(session), now=NOW))
            taken.append(len(statements))
    assert taken == ([5, 3] if key == "shelter_worker" else [4, 4])


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [1000], indirect=True)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("view", "index"), [(View.NEEDS_ANSWER, "ix_offer_inbox"), (View.CLOSED, "ix_offer_partner_changed")]
)
def test_the_inbox_is_read_through_its_index(database: Database, view: View, index: str) -> None:
    with _reader(database, SHELTER) as session, counted(database) as statements:
        store.inbox(session, WORKER, view, None)
    plan = _plan(database, *statements[0])
    assert any(f"USING INDEX {index}" in line for line in plan), plan
    assert not any("SCAN" in line or "TEMP B-TREE" in line for line in plan), plan


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("many", [1000], indirect=True)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_counts_are_read_through_their_index(database: Database) -> None:
    with _reader(database, SHELTER) as session, counted(database) as statements:
        store.counts(session, SHELTER, NOW)
    assert any("ix_offer_inbox" in line for line in _plan(database, *statements[0]))


def _plan(database: Database, statement: str, parameters: Any) -> list[str]:
    with database.engine.connect().execution_options(**SYSTEM) as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[-1] for row in rows]
