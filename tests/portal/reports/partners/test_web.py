"""The two-way picture over HTTP, on both databases: who sees what, for which period, at what cost."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from lvws_core.ids import OrganisationId
from partners.offers.tables import OfferEventRow, OfferRow
from portal.database import SYSTEM
from tests.builders import GALOP, HOSPITAL, LEAD, SHELTER
from tests.portal.test_counts import analyse, heard, plan
from tests.staged import Staged

PATH = "/reports/partners"
AT = datetime(2026, 8, 3, 9, tzinfo=UTC)


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    return staged_on_each


def answered(
    staged: Staged,
    number: int,
    partner: OrganisationId,
    *,
    at: datetime = AT,
    lead: OrganisationId = LEAD,
    first: int = 0,
) -> None:
    """Store the moves of so many offers, each accepted an hour after it was sent."""
    rows = [
        {
            "id": UUID(int=0xF0000 + 2 * (first + n) + step),
            "owner_organisation_id": lead,
            "partner_organisation_id": partner,
            "offer_id": UUID(int=0xE0000 + first + n),
            "at": at + timedelta(hours=step),
            "kind": "offer.moved",
            "old": "sent" if step else "draft",
            "new": "accepted" if step else "sent",
            "detail": b'{"move":"accept","version":3}' if step else b'{"move":"send","risk":"high","version":2}',
        }
        for n in range(number)
        for step in range(2)
    ]
    with staged.app.state.database.system() as session:
        table = OfferRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
        statement = select(table).where(table.c.reference == staged.scene.offers["sent"])
        row = dict(session.execute(statement, execution_options=SYSTEM).mappings().one())
        ids = dict.fromkeys(each["offer_id"] for each in rows)
        offers = [
            {**row, "id": each, "request_id": each, "reference": f"MANY-{each.int:x}", "owner_organisation_id": lead}
            for each in ids
        ]
        session.execute(insert(table), offers, execution_options=SYSTEM)
        session.execute(insert(OfferEventRow.__table__), rows, execution_options=SYSTEM)  # type: ignore[attr-defined]


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())


def test_the_lead_sees_every_partner_and_only_what_it_sent_itself(staged: Staged) -> None:
    answered(staged, 12, SHELTER)
    answered(staged, 11, GALOP, lead=HOSPITAL, first=100)
    page = words_of(staged.visitor("lead_manager").get(f"{PATH}?period=2026-q3").text)
    assert "July to September 2026: 12 offers were sent to 1 partner." in page
    assert "All partners together answered half within 1 hour; 12 of 12 in time (100%)." in page
    assert "Galop" not in page


def test_a_partner_sees_its_own_figures_beside_the_whole(staged: Staged) -> None:
    answered(staged, 12, SHELTER)
    answered(staged, 30, GALOP, first=100)
    page = words_of(staged.visitor("shelter_manager").get(f"{PATH}?period=2026-08").text)
    assert "August 2026: 12 offers were sent to your organisation." in page
    assert "42 of 42 in time (100%)" in page
    assert "Galop" not in page


def test_an_analyst_sees_what_every_lead_sent(staged: Staged) -> None:
    answered(staged, 12, SHELTER)
    answered(staged, 11, GALOP, lead=HOSPITAL, first=100)
    page = words_of(staged.visitor("analyst").get(f"{PATH}?period=2026-08").text)
    assert "23 offers were sent to 2 partners" in page


def test_the_present_quarter_is_shown_first_and_counts_what_people_did(staged: Staged) -> None:
    page = words_of(staged.visitor("lead_manager").get(PATH).text)
    assert "October to December 2026, so far" in page
    assert "fewer than 10 cases" in page


def test_a_period_without_an_offer_says_so(staged: Staged) -> None:
    page = words_of(staged.visitor("shelter_manager").get(f"{PATH}?period=2025-02").text)
    assert "No offer was sent in February 2025." in page


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("soon", "There is no such month or quarter"),
        ("2018-q4", "The service began in 2019"),
        ("2027-01", "That month or quarter has not begun"),
    ],
)
def test_a_period_that_is_none_is_refused_in_plain_words(staged: Staged, key: str, words: str) -> None:
    answer = staged.visitor("lead_manager").get(PATH, params={"period": key})
    assert answer.status_code == 422
    assert words in answer.text


def test_an_offer_counts_on_the_london_day_on_which_it_was_sent(staged: Staged) -> None:
    answered(staged, 10, SHELTER, at=datetime(2026, 5, 31, 23, 30, tzinfo=UTC))
    lead = staged.visitor("lead_manager")
    assert "10 offers were sent" in lead.get(f"{PATH}?period=2026-06").text
    assert "No offer was sent in May 2026" in lead.get(f"{PATH}?period=2026-05").text


@pytest.mark.parametrize("many", [12, 1500])
def test_the_picture_takes_two_statements_and_finds_its_offers_by_an_index(staged: Staged, many: int) -> None:
    answered(staged, many, SHELTER)
    analyse(staged)
    lead = staged.visitor("lead_manager")
    with heard(staged) as found:
        assert lead.get(f"{PATH}?period=2026-08").status_code == 200
    assert len(found) == 2
    # PostgreSQL reads all of a table of which it needs the half, and rightly so: it is asked as if that were dear.
    thrifty = not staged.app.state.database.is_sqlite
    assert (thrifty and many < 100) or "ix_offer_event_new" in plan(staged, *found[0], thrifty=thrifty)
