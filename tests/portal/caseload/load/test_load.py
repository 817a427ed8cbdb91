"""The manager's page: who has what, in few statements, and what a closed account leaves is there in the same second."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from partners.offers.tables import OfferRow
from portal.auth.tables import User
from portal.database import SYSTEM
from portal.people.tables import PersonRow
from portal.people.team.tables import CaseTeamRow
from tests.builders import CONSORTIUM, NOW
from tests.portal.caseload.day.test_day import with_cases
from tests.portal.test_counts import heard, plan
from tests.scene import Lead
from tests.staged import Staged

MOST = 13
CASEWORKER = CONSORTIUM["caseworker"]


@pytest.mark.parametrize("many", [30, 2000])
def test_the_caseloads_take_the_same_statements_however_many_cases_there_are(staged_on_each: Staged, many: int) -> None:
    with_cases(staged_on_each, many)
    manager = staged_on_each.visitor("lead_manager")
    with heard(staged_on_each) as found:
        answer = manager.get("/caseload")
    assert answer.status_code == 200
    assert 0 < len(found) <= MOST, (len(found), [statement for statement, _ in found])
    counted = [int(number) for number in re.findall(r"(\d+) cases:", answer.text)]
    assert any(number >= many for number in counted), counted
    if staged_on_each.app.state.database.is_sqlite:
        scans = [line for each in found for line in re.findall(r"SCAN (?!.*USING)\w+", plan(staged_on_each, *each))]
        assert not set(scans) & {"SCAN case", "SCAN offer", "SCAN to_tell", "SCAN absence"}, scans


def test_one_caseload_lists_its_cases_with_what_they_weigh_and_why(staged: Staged) -> None:
    with_cases(staged, 2)
    page = staged.visitor("lead_manager").get(f"/caseload/{CASEWORKER.id}")
    assert page.status_code == 200
    assert page.text.count("/cases/DAYC-") == 2
    assert "points: domestic abuse or enhanced priority" in page.text or "points: high-risk" in page.text


def test_what_a_closed_account_leaves_is_nobodys_by_its_state_alone(staged: Staged) -> None:
    with_cases(staged, 2)
    manager = staged.visitor("lead_manager")
    assert "What nobody has" not in manager.get("/caseload").text
    with staged.app.state.database.system() as session:
        closed = update(User).where(col(User.id) == CASEWORKER.id).values(disabled_at=NOW)
        session.execute(closed, execution_options=SYSTEM)
    page = manager.get("/caseload").text
    assert "What nobody has" in page
    assert page.count("/cases/DAYC-") == 2
    assert "has left, and their work is nobody’s" in page


def closed(staged: Staged, key: str) -> None:
    with staged.app.state.database.system() as session:
        change = update(User).where(col(User.id) == CONSORTIUM[key].id).values(disabled_at=NOW)
        session.execute(change, execution_options=SYSTEM)


def people_on(page: str) -> set[str]:
    """Give who stands on the list of what nobody has, by reference."""
    return set(re.findall(r'data-label="Reference"><a class="govuk-link" href="/people/([^"]+)"', page))


def test_whoever_has_no_case_and_whose_key_workers_have_all_left_is_on_the_managers_list(
    staged_on_each: Staged,
) -> None:
    staged = staged_on_each
    manager, worker = staged.visitor("lead_manager"), staged.visitor("caseworker")
    begun = Lead(worker).added()
    closed(staged, "caseworker")
    page = manager.get("/caseload").text
    found = people_on(page)
    assert {begun, staged.scene.person} <= found
    assert "A person without a case" in page
    assert begun in manager.get(f"/caseload/{CASEWORKER.id}").text
    taking = manager.get(f"/caseload/{CASEWORKER.id}/hand-over").text
    assert all(f'value="person-{reference}"' in taking for reference in found)


def test_two_key_workers_who_have_both_left_leave_one_line_and_one_who_is_there_none(staged: Staged) -> None:
    manager, worker = staged.visitor("lead_manager"), staged.visitor("caseworker")
    person = Lead(worker).added()
    with staged.app.state.database.system() as session:
        about = session.scalars(
            select(col(PersonRow.id)).where(col(PersonRow.reference) == person), execution_options=SYSTEM
        ).one()
        join = CaseTeamRow(
            id=UUID(int=0xFC),
            owner_organisation_id=CASEWORKER.organisation_id,
            person_id=about,
            user_id=CONSORTIUM["colleague"].id,
            reason="key_worker",
            joined_at=NOW,
            joined_by=CASEWORKER.id,
        )
        session.add(join)
        session.flush()
    closed(staged, "caseworker")
    assert person not in people_on(manager.get("/caseload").text)
    closed(staged, "colleague")
    page = manager.get("/caseload").text
    assert page.count(f'href="/people/{person}"') == 1


def test_what_is_late_about_whoever_has_no_case_counts_with_their_key_worker(staged: Staged) -> None:
    manager = staged.visitor("lead_manager")

    def late() -> int:
        page = manager.get("/caseload").text.partition("Who has what")[2]
        (row,) = [each for each in page.split("<tr") if f"/caseload/{CASEWORKER.id}" in each]
        found = re.search(r"(\d+) late", row)
        return int(found.group(1)) if found else 0

    before = late()
    with staged.app.state.database.system() as session:
        asked = update(OfferRow).where(col(OfferRow.reference) == staged.scene.offers["info_needed"])
        session.execute(asked.values(due_at=NOW - timedelta(days=1)), execution_options=SYSTEM)
    assert late() == before + 1
