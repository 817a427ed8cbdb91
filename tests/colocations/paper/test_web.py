"""Last month's paper log over HTTP: checked, confirmed, brought in once; and a month given out as a spreadsheet."""

import html
import io
import re
from uuid import uuid4

import pytest
from httpx import Response
from python_calamine import CalamineWorkbook
from sqlmodel import select

from colocations.contacts.tables import ContactRow
from portal.audit.tables import Entry
from portal.database import SYSTEM
from tests.colocations.conftest import Sited
from tests.colocations.paper.files import ROW, TRAINING, a_file
from tests.kit import Visitor
from tests.scene import SITES

PATH = "/my-site/paper-log"
APART = {**ROW, "time": "09:00", "apart": "yes", "note": "Nurse herself"}


def upload(visitor: Visitor, content: str | bytes, name: str = "log.csv", **changes: str) -> Response:
    sent = {"_csrf": visitor.csrf, "_key": uuid4().hex, "site": SITES[0], **changes}
    return visitor.post(PATH, data=sent, files={"file": (name, content)})


def kept(answer: Response) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', answer.text)
    assert found is not None
    return found[1]


def logged(sited: Sited) -> int:
    with sited.app.state.database.system(reading=True) as session:
        return len(session.exec(select(ContactRow.id), execution_options=SYSTEM).all())


def last_event(sited: Sited) -> str:
    with sited.app.state.database.system(reading=True) as session:
        return str(session.exec(select(Entry.kind).order_by(Entry.sequence.desc()), execution_options=SYSTEM).first())


def bring_in(visitor: Visitor, content: str | bytes) -> Response:
    checked = upload(visitor, content)
    assert checked.status_code == 200, checked.text
    return visitor.submit(f"{PATH}/confirm", kept=kept(checked))


def test_the_paper_log_is_checked_row_by_row_confirmed_and_brought_in_once(sited: Sited) -> None:
    idva = sited.visitor("idva")
    bad = {**ROW, "minutes": "900", "department": "Ward 9"}
    content = a_file(ROW, TRAINING, ROW, bad).encode("cp1252")
    checked = upload(idva, content)
    page = html.unescape(checked.text)
    assert "Bring in 3 contacts" in page
    assert re.search(r'data-label="Row">5<.*data-label="Column">minutes<', page, re.DOTALL)
    assert "quiet room" not in page
    assert logged(sited) == 0
    done = idva.submit(f"{PATH}/confirm", kept=kept(checked))
    assert done.headers["location"] == f"{PATH}?done=3-0-1"
    assert "3 contacts brought in" in idva.get(done.headers["location"]).text
    assert (logged(sited), last_event(sited)) == (3, "site_log.brought_in")
    assert idva.submit(f"{PATH}/confirm", kept=kept(checked)).headers["location"] == f"{PATH}?done=0-3-1"
    assert bring_in(idva, a_file(ROW, ROW, ROW, TRAINING)).headers["location"] == f"{PATH}?done=1-3-0"
    assert logged(sited) == 4


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "log.csv", "The file is empty"),
        (b"%PDF-1.4", "log.csv", "no CSV file inside"),
        (b"day", "log.xlsx", "Only CSV files are taken"),
        (a_file(*[ROW] * 501).encode(), "log.csv", "more than 500 rows or 200 kB"),
    ],
)
def test_a_file_that_cannot_be_taken_says_what_to_do(sited: Sited, content: bytes, name: str, words: str) -> None:
    answer = upload(sited.visitor("idva"), content, name)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_site_is_asked_for_and_another_ones_is_none_of_the_list(sited: Sited) -> None:
    for site in ("", SITES[1], "no such"):
        answer = upload(sited.visitor("idva"), a_file(), site=site)
        assert answer.status_code == 422
        assert "Choose the site whose log it is" in answer.text


def test_a_file_without_headings_is_refused_and_its_first_row_not_repeated(sited: Sited) -> None:
    page = upload(sited.visitor("idva"), "Rowan Reed,15\r\n").text
    assert "The file has no column day" in page
    assert "Rowan" not in page


def test_what_was_checked_opens_for_the_one_who_checked_it_alone(sited: Sited) -> None:
    letters = kept(upload(sited.visitor("idva"), a_file()))
    for what in (letters[:-9], "x", ""):
        assert sited.visitor("idva").submit(f"{PATH}/confirm", kept=what).status_code == 409
    assert logged(sited) == 0


def test_a_month_is_given_out_without_words_names_and_the_hosts_own_staff(sited: Sited) -> None:
    idva = sited.visitor("idva")
    bring_in(idva, a_file(ROW, TRAINING, APART))
    with sited.app.state.database.system() as session:
        for row in session.exec(select(ContactRow).where(ContactRow.kind == "client"), execution_options=SYSTEM):
            row.department = "=1+1"
    path = f"/co-locations/{SITES[0]}/contacts"
    assert '<option value="2026-10" selected>October 2026' in sited.visitor("coordinator").get(path).text
    for key in ("idva", "coordinator", "lead_manager"):
        answer = sited.visitor(key).get(path + ".ods?month=2026-10")
        assert answer.headers["content-disposition"] == 'attachment; filename="contacts-2026-10.ods"'
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        rows = book.get_sheet_by_name("Contacts").to_python()
        assert [row[1] for row in rows[1:]] == ["Training given", "Client contact"]
        assert (rows[2][2], rows[1][9]) == ("=1+1", 6.0)
        assert book.get_sheet_by_name("Counts").to_python()[-1] == ["All", 2.0, 75.0]
        assert not any(word in str(rows) for word in ("quiet room", "herself", "Idva"))
    assert last_event(sited) == "site_log.given_out"


def test_a_month_that_is_not_offered_and_a_site_of_others_are_not_there(sited: Sited) -> None:
    idva = sited.visitor("idva")
    for path in (
        f"{SITES[0]}/contacts.ods?month=2020-01",
        f"{SITES[1]}/contacts.ods?month=2026-10",
        f"{SITES[1]}/contacts",
    ):
        assert idva.get(f"/co-locations/{path}").status_code == 404
