"""Importing on the page: upload, what a check found, confirm; the file waits for its own account alone."""

import html
import re
from uuid import uuid4

from httpx import Response
from sqlalchemy import select

from lvws_core.actors import THE_CLOCK
from lvws_core.ports import SYSTEM
from portal.dependencies import desk_at
from portal.intake.importing.jobs import delete_unconfirmed
from portal.intake.importing.model import MOST_ON_PAGE
from portal.intake.importing.tables import CaseImportRow
from tests.kit import Visitor
from tests.portal.intake.importing.files import a_file
from tests.staged import Staged


def upload(visitor: Visitor, content: str | bytes, name: str = "cases.csv") -> Response:
    sent = {"_csrf": visitor.csrf, "_key": uuid4().hex}
    return visitor.post("/intake/import", data=sent, files={"file": (name, content)})


def files(staged: Staged) -> list[bytes | None]:
    with staged.app.state.database.system(reading=True) as session:
        return list(session.scalars(select(CaseImportRow.sealed_content), execution_options=SYSTEM))


def test_a_file_is_checked_confirmed_and_deleted_and_only_then_are_there_cases(staged_on_each: Staged) -> None:
    staged = staged_on_each
    visitor = staged.visitor("intake")
    answer = upload(visitor, "\ufeff" + a_file(4, {3: ("phone", "£££"), 4: ("phone", "07700 900123")}))
    where = answer.headers["location"]
    page = html.unescape(visitor.get(where).text)
    assert re.search(r"Can be taken in</dt>\s*<dd[^>]*>3<", page)
    assert "Enter a phone number, such as 07700 900123" in page
    assert "Take in 3 cases" in page
    assert "Sample" not in page
    (sealed,) = files(staged)
    assert sealed is not None
    assert b"Sample" not in sealed
    assert visitor.submit(where).headers["location"] == where
    done = html.unescape(visitor.get(where).text)
    assert "3 cases are taken in. Nobody else has been told. The file is deleted." in done
    assert "May be known already" in done
    assert done.count('href="/cases/') == 1
    assert files(staged) == [None]
    assert visitor.submit(where).status_code == 409


def test_a_file_that_waits_is_for_its_own_account_alone_and_a_day_long(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    where = upload(visitor, a_file(1)).headers["location"]
    assert staged.visitor("lead_manager").get(where).status_code == 404
    staged.clock.advance(hours=25)
    with staged.app.state.database.system() as session:
        desk = desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock())
        assert len(delete_unconfirmed(desk)) == 1
    again = staged.visitor("intake")
    assert "There is nothing new in the file" in again.get(where).text
    assert again.submit(where).status_code == 409


def test_what_is_not_a_file_of_cases_is_refused_with_what_to_do(staged: Staged) -> None:
    visitor = staged.visitor("intake")
    for content, name, text in (
        ("words", "letter.txt", "Only CSV files are taken"),
        (b"PK\x03\x04", "cases.csv", "The file is no CSV file inside"),
        ("", "cases.csv", "The file is empty"),
        (a_file(MOST_ON_PAGE + 1), "cases.csv", "more than 500 lines"),
    ):
        answer = upload(visitor, content, name)
        assert (answer.status_code, text in answer.text) == (422, True), text
    assert files(staged) == []
    assert visitor.get("/intake/import/template.csv").headers["content-disposition"].startswith("attachment")
