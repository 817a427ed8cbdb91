"""The inbox, the search and an open offer keep their statements whatever the number of offers, and read by index."""

import pytest

from portal.database import Database
from tests.partners.conftest import DeskFor
from tests.partners.offers.lists.volume import measure
from tests.partners.offers.scene import Scene

COSTS = {
    **{f"inbox {view}": 1 for view in ("today", "needs-answer", "with-lead", "accepted", "active", "closed")},
    "inbox filtered": 1,
    "counts": 1,
    "since": 1,
    "waiting list": 1,
    "next places": 1,
    "search reference": 1,
    "search name": 1,
    "search phone": 2,
    "open": 5,
}
INDEXES = {
    **{f"inbox {view}": "ix_offer_inbox" for view in ("today", "needs-answer", "with-lead", "accepted", "active")},
    "inbox closed": "ix_offer_partner_changed",
    "inbox filtered": "ix_offer_inbox",
    "counts": "ix_offer_inbox",
    "since": "ix_offer_event_partner",
    "waiting list": "ix_offer_waiting",
    "next places": "ix_offer_waiting",
    "search name": "ix_offer_name",
    "search phone": "ix_offer_other_phone",
    "open": "autoindex_offer",
}


@pytest.mark.parametrize("rows", [50, 5000])
def test_the_number_of_offers_does_not_change_what_an_act_costs(
    database: Database, scene: Scene, desk_for: DeskFor, rows: int
) -> None:
    found = measure(database, scene.offer, desk_for, rows)
    assert {name: cost.statements for name, cost in found.items()} == COSTS
    assert not [name for name, cost in found.items() if cost.scans]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_act_reads_by_its_index_among_five_thousand(database: Database, scene: Scene, desk_for: DeskFor) -> None:
    found = measure(database, scene.offer, desk_for, 5000)
    plans = {name: "\n".join(found[name].plans) for name in INDEXES}
    assert {name: plan for name, plan in plans.items() if INDEXES[name] not in plan} == {}
    lists = [name for name in INDEXES if name.startswith(("inbox", "waiting"))]
    assert [name for name in lists if "TEMP B-TREE" in plans[name]] == []
