"""Stops that are not confirmed: the lead and information governance see who owes a word, and can remind them."""

import html
import re
from datetime import timedelta
from uuid import UUID

import pytest
from httpx import Response
from sqlalchemy import insert, select

from partners.offers.tables import OfferRow
from portal.app import JOBS
from portal.database import SYSTEM
from portal.scheduler import tick
from tests.builders import SHELTER
from tests.portal.test_counts import analyse, by_index, heard
from tests.scene import NAME
from tests.staged import Staged

STOPS = "/reviews/stops"
TICKER = UUID(int=1)


def words(answer: Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def listed(staged: Staged, key: str = "caseworker") -> str:
    page = staged.visitor(key).get(STOPS)
    assert page.status_code == 200
    return words(page)


def sweep(staged: Staged) -> None:
    assert tick(staged.app.state.supplies, JOBS, TICKER) is not None


def test_lifecycle_5_a_withdrawn_consent_shows_the_lead_who_has_to_confirm_and_by_when(staged: Staged) -> None:
    lead, offer = staged.visitor("caseworker"), staged.scene.offers["active"]
    form = {"organisation": str(SHELTER), "purpose": "support_referral"}
    person = re.search(r'href="/people/([\w-]+)', lead.get(f"/requests/{staged.scene.requests['active']}").text)
    assert person is not None
    assert offer not in listed(staged)
    assert lead.submit(f"/people/{person[1]}/consent/withdraw", form).status_code == 303
    page = listed(staged)
    row = page[page.index(f">{offer}</a>") :]
    assert "Shelter" in row
    assert "consent withdrawn" in row
    assert "Waiting" in row
    assert "They are reminded" in row
    assert NAME not in page
    assert lead.get("/sent?show=stops").headers["location"] == STOPS
    assert f'href="{STOPS}"' in lead.get("/sent").text


def test_lifecycle_5_what_is_late_says_so_with_who_was_told_and_when(staged: Staged) -> None:
    staged.clock.advance(days=3)
    sweep(staged)
    for key in ("caseworker", "lead_manager", "governance"):
        page = listed(staged, key)
        assert "Overdue" in page
        assert "Information governance was told today" in page
        assert staged.scene.offers["withdrawn"] in page


def test_a_reminder_by_hand_reaches_the_team_and_when_late_its_manager_too_once_a_day(staged: Staged) -> None:
    lead, offer = staged.visitor("caseworker"), staged.scene.offers["withdrawn"]
    remind = f"{STOPS}/{offer}/remind"
    assert lead.submit(remind).headers["location"] == f"{STOPS}?done=reminded"
    told = "Reminder: word that contact has stopped due"
    assert told in words(staged.visitor("shelter_worker").get("/notices"))
    assert "Not done in time" not in words(staged.visitor("shelter_manager").get("/notices"))
    assert f'{remind}"' not in lead.get(STOPS).text
    assert "They were reminded today." in lead.submit(remind).text
    staged.clock.advance(days=3)
    lead = staged.visitor("caseworker")
    assert "Remind them and their manager" in listed(staged)
    assert lead.submit(remind).status_code == 303
    assert "Not done in time: word that contact" in words(staged.visitor("shelter_manager").get("/notices"))


def test_a_confirmed_stop_leaves_the_list(staged: Staged) -> None:
    offer, partner = staged.scene.offers["withdrawn"], staged.visitor("shelter_worker")
    version = re.search(r'name="version" value="(\d+)"', partner.get(f"/offers/{offer}/stop").text)
    assert version is not None
    done = partner.submit(f"/offers/{offer}/stop", {"version": version[1], "answer": "stopped"})
    assert done.status_code == 303
    assert offer not in listed(staged)
    assert staged.visitor("caseworker").submit(f"{STOPS}/{offer}/remind").status_code == 404


def test_a_partner_and_another_lead_see_nothing_of_it(staged: Staged) -> None:
    assert staged.visitor("shelter_worker").get(STOPS).status_code == 403
    assert staged.scene.foreign_offer not in listed(staged)


@pytest.mark.parametrize("many", [30, 2000])
def test_the_list_takes_three_statements_at_most_by_its_index(staged_on_each: Staged, many: int) -> None:
    staged = staged_on_each
    with staged.app.state.database.system() as session:
        table = OfferRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
        found = session.execute(
            select(table).where(table.c.reference == staged.scene.offers["withdrawn"]), execution_options=SYSTEM
        )
        row, ids = dict(found.mappings().one()), (staged.app.dependencies["new_id"].dependency)()
        rows = [
            {
                **row,
                "id": ids(),
                "request_id": ids(),
                "reference": f"STOP-{n:05}",
                "due_at": row["due_at"] + timedelta(minutes=n),
            }
            for n in range(many)
        ]
        session.execute(insert(table), rows, execution_options=SYSTEM)
    analyse(staged)
    lead = staged.visitor("caseworker")
    with heard(staged) as heard_here:
        page = lead.get(STOPS)
    assert "STOP-00000" in page.text
    assert "Next page" in page.text
    assert 0 < len(heard_here) <= 3, heard_here
    assert by_index(staged, next(each for each in heard_here if "life" in each[0]), "ix_offer_stop", many)
    following = re.search(r'href="(/reviews/stops\?after=[^"]+)"', page.text)
    assert following is not None
    assert "STOP-00026" in lead.get(following[1]).text
    assert lead.get(f"{STOPS}?after=zz").status_code in {400, 422}
