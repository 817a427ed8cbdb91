"""What the lists of the lead and of information governance cost: the same however many rows there are."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from partners.directory.tables import RemitRow, ServiceRow
from partners.offers.tables import OfferRow
from portal.database import SYSTEM
from portal.referrals.tables import RequestRow
from portal.reviews.tables import OverrideRow, ReviewRow
from tests.portal.test_counts import analyse, fill, heard
from tests.scene import HOUSING
from tests.staged import Staged


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
    "overrides": (with_overrides, "governance", 3),
    "reviews": (with_reviews, "governance", 3),
    "unplaced": (with_needs_that_came_back, "lead_manager", 11),
    "directory": (with_services, "caseworker", 4),
    "ledger": (with_sharings, "caseworker", 8),
}
"""Each list with what fills it, who reads it, and how many statements it takes at most."""


@pytest.mark.parametrize("many", [30, 2000])
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
