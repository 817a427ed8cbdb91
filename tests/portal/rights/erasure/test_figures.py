"""What was counted before an erasure is counted after it: by month, band and code, and hour by hour for partners."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select, update

from lvws_core.ids import PersonId
from lvws_core.retention import coarse_day
from lvws_core.vocabulary.people import AgeBand
from partners.offers.tables import OfferRow, SafetyStopRow
from portal.database import SYSTEM
from portal.dependencies import desk_at
from portal.intake.tables import CaseRow
from portal.people.marac.tables import MaracReferralRow
from portal.people.tables import PersonRow
from portal.reports import store as reports
from portal.rights.erasure import service
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, LEAD, some_secrets
from tests.portal.rights.planting import plant
from tests.staged import Staged

VAULT = KeyVault(some_secrets().vault_key, some_secrets().index_key)
FROM, BEFORE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
CODES = ("source", "force", "crime_category", "da_level", "epr", "borough_gss", "take_up", "closure_reason", "outcomes")


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    """Each database in turn."""
    return staged_on_each


def figures(staged: Staged) -> dict[str, Any]:
    """Give every figure that the reports read, and the cases as the tables of the year count them."""
    database = staged.app.state.database
    with database.system(reading=True) as session:
        counted = Counter(
            (
                *(getattr(row, name) for name in CODES),
                AgeBand.of(row.age),
                *(day and coarse_day(day) for day in (row.received_on, row.taken_up_on, row.closed_on)),
            )
            for row in session.exec(select(CaseRow))
        )
        offers = Counter(repr(case) for case in reports.cases(session, FROM, BEFORE, lead_id=LEAD))
    with database.open(LEAD, reading=True, staff_id=CONSORTIUM["lead_manager"].id, manages=True) as session:
        meters = (reports.asked_again(session, FROM, BEFORE), reports.opened(session, FROM, BEFORE))
    return {"cases": counted, "offers": offers, "meters": meters}


def settle(staged: Staged, person_id: UUID) -> None:
    """End whatever of a person still goes on, so that an erasure may follow."""
    ended = (
        (CaseRow, {"closed_on": staged.clock.now.date(), "closure_reason": "needs_met", "age": 37}),
        (OfferRow, {"status": "completed"}),
        (MaracReferralRow, {"status": "closed"}),
        (SafetyStopRow, {"lifted_at": staged.clock.now}),
    )
    with staged.app.state.database.system() as session:
        for row, values in ended:
            statement = update(row).where(col(row.person_id) == person_id).values(**values)
            session.exec(statement, execution_options={**SYSTEM, "synchronize_session": False})


def test_ret_02_the_figures_of_every_report_are_the_same_after_an_erasure(staged: Staged) -> None:
    database, offer = staged.app.state.database, staged.scene.offers["active"]
    with database.system(reading=True) as session:
        referred = PersonId(session.exec(select(OfferRow.person_id).where(OfferRow.reference == offer)).one())
    with database.system() as session:
        people = (referred, PersonId(plant(session, VAULT, asked_again={"reason": "changed"}).person_id))
    settle(staged, referred)
    before = figures(staged)
    assert sum(before["offers"].values()) > 1
    assert before["cases"]
    staged.clock.advance(days=365 * 8)
    with database.system() as session:
        actor = CONSORTIUM["governance"].actor
        desk = desk_at(staged.app.state.supplies, session, actor, staged.clock.now)
        erased = [service.erase_overdue(desk, person_id).rows for person_id in people]
        keys = select(PersonRow.sealed_key).where(col(PersonRow.id).in_(people))
        assert session.exec(keys).all() == [None, None]
    assert [(rows.get("case"), rows["offer"]) for rows in erased] == [(None, 1), (1, 1)]
    assert figures(staged) == before
