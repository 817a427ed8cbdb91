"""The manager's page: who has what, in few statements, and what a closed account leaves is there in the same second."""

import re

import pytest
from sqlalchemy import update
from sqlmodel import col

from portal.auth.tables import User
from portal.database import SYSTEM
from tests.builders import CONSORTIUM, NOW
from tests.portal.caseload.day.test_day import with_cases
from tests.portal.test_counts import heard, plan
from tests.staged import Staged

MOST = 12
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
    assert "Nobody’s cases" not in manager.get("/caseload").text
    with staged.app.state.database.system() as session:
        closed = update(User).where(col(User.id) == CASEWORKER.id).values(disabled_at=NOW)
        session.execute(closed, execution_options=SYSTEM)
    page = manager.get("/caseload").text
    assert "Nobody’s cases" in page
    assert page.count("/cases/DAYC-") == 2
    assert "has left, and their cases are nobody’s" in page
