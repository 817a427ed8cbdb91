"""The reports on screen and as files, over HTTP: what each reader gets, and each question that has no answer."""

import pytest
from sqlmodel import select

from portal.audit.tables import Entry
from portal.reports.catalogue.service import reports
from tests.staged import Staged

YEAR = "from=2019-04-01&to=2020-03-31"


def test_every_report_is_listed_and_answers(staged: Staged) -> None:
    analyst = staged.visitor("analyst")
    listed = analyst.get("/reports").text
    for name, definition in reports().items():
        assert definition.title in listed
        page = analyst.get(f"/reports/{name}?{YEAR}")
        assert page.status_code == 200
        assert f"{name}, version {definition.version}" in page.text


def test_an_empty_period_is_a_table_of_zeros_that_says_so(staged: Staged) -> None:
    page = staged.visitor("analyst").get(f"/reports/table-1?{YEAR}").text
    assert "Nobody was referred in April 2019 to March 2020: every figure is nothing." in page
    assert page.count(">0<") >= 6


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("from=2020-03-31&to=2019-04-01", "The period ends before it begins"),
        ("from=2030-01-01&to=2030-01-31", "The first day is in the future"),
        ("from=2019-04-01&to=2030-01-31", "The last day is in the future"),
        ("from=soon&to=2020-03-31", "The first day must be a real date"),
        ("from=2019-04-01", "Enter the last day too"),
        ("from=1999-04-01&to=2020-03-31", "before 2019, when the service began"),
        (f"{YEAR}&version=7", "There is no such version of this definition"),
        ("from=2019-04-02&to=2019-04-20", "Only whole months, quarters and financial years"),
    ],
)
def test_what_cannot_be_asked_is_said_in_its_own_words(staged: Staged, asked: str, said: str) -> None:
    page = staged.visitor("analyst").get(f"/reports/table-1?{asked}")
    assert page.status_code == 422
    assert said in page.text


def test_another_period_is_for_a_manager_on_screen_alone(staged: Staged) -> None:
    manager, asked = staged.visitor("lead_manager"), "from=2019-04-02&to=2019-04-20"
    page = manager.get(f"/reports/table-1?{asked}")
    assert page.status_code == 200
    assert "Only whole months, quarters and financial years can be downloaded." in page.text
    assert manager.get(f"/reports/table-1/file?{asked}").status_code == 422


def test_an_unknown_report_and_an_unknown_kind_of_file_are_missing(staged: Staged) -> None:
    analyst = staged.visitor("analyst")
    for path in ("/reports/table-9", "/reports/table-9/file", f"/reports/table-1/file?{YEAR}&kind=pdf"):
        assert analyst.get(path).status_code == 404


def test_a_file_is_saved_and_that_it_left_is_in_the_audit(staged: Staged) -> None:
    answer = staged.visitor("analyst").get(f"/reports/table-1/file?{YEAR}&kind=json")
    assert answer.status_code == 200
    assert "table-1-2019-04-01-2020-03-31.json" in answer.headers["content-disposition"]
    with staged.app.state.database.system(reading=True) as session:
        entry = session.exec(select(Entry).where(Entry.kind == "report.given_out")).one()
    assert b'"file":"json"' in entry.body


def test_a_coordinator_has_no_link_to_the_reports_of_partners(staged: Staged) -> None:
    assert "/reports/partners" not in staged.visitor("coordinator").get("/reports").text
