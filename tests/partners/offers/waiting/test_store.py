"""The waiting list in both databases: its order, who is next, and by which index."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.ids import Reference
from lvws_core.referrals import Detail, Move
from lvws_core.risk.dash import Band
from partners.offers import store as offers
from partners.offers.acts import service as acts
from partners.offers.waiting import store
from portal.database import Database
from tests.builders import CONSORTIUM, GALOP, NOW, SHELTER
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import ADVOCACY, HOUSING, Scene, send
from tests.partners.statements import counted


def wait(session: Session, desk_of: DeskOf, number: int, risk: Band, days: int | None) -> Reference:
    """Put one more on the list of Shelter, expected in so many days."""
    reference = send(desk_of(session, CONSORTIUM["caseworker"].actor), number, risk=risk)
    desk = desk_of(session, CONSORTIUM["shelter_manager"].actor)
    version = offers.get(session, reference).offer.version
    until = None if days is None else (NOW + timedelta(days=days)).date()
    acts.make(desk, reference, Move.ACKNOWLEDGE, version)
    override = "A safe place meanwhile."
    acts.make(replace(desk, now=NOW), reference, Move.WAITLIST, version, detail=Detail(until=until, override=override))
    return reference


@pytest.fixture
def listed(database: Database, scene: Scene, desk_of: DeskOf) -> list[Reference]:
    """Four that wait for Shelter, in the order of the rule; the scene's own is at high risk."""
    assert scene is not None
    with database.system() as session:
        far, soon = (wait(session, desk_of, 200 + days, Band.STANDARD, days) for days in (28, 14))
        unknown = wait(session, desk_of, 230, Band.MEDIUM, None)
    return [*[reference for status, reference in scene.offers.items() if status == "waitlisted"], unknown, soon, far]


def test_the_list_is_in_the_order_of_the_rule_and_only_the_teams(database: Database, listed: list[Reference]) -> None:
    with database.transaction(database.open(SHELTER, reading=True)) as session:
        assert [row.reference for row in store.waiting(session, SHELTER, None).items] == listed
        firsts = store.next_places(session, SHELTER)
        assert [(row.reference, row.service_name) for row in firsts] == [(listed[0], "Housing advice")]
        assert store.first_at(session, SHELTER, HOUSING) == listed[0]
    with database.transaction(database.open(GALOP, reading=True)) as session:
        assert store.waiting(session, SHELTER, None).items == ()
        assert store.next_places(session, SHELTER) == ()
        assert store.first_at(session, GALOP, ADVOCACY) is None


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_list_is_read_through_its_index(database: Database) -> None:
    with database.transaction(database.open(SHELTER, reading=True)) as session, counted(database) as statements:
        store.waiting(session, SHELTER, None)
    with database.engine.connect().execution_options(system=True) as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statements[0][0]}", statements[0][1]).all()
    assert any("ix_offer_waiting" in row[-1] for row in plan), plan
    assert not any("TEMP B-TREE" in row[-1] for row in plan), plan
