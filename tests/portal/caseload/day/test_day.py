"""The page of a day: what waits for the reader and for nobody else, in few statements, with every read recorded."""

import re
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import insert, update
from sqlmodel import col, select

from lvws_core.policy import Policy
from lvws_core.times import england_and_wales, in_words
from portal.audit.tables import Entry
from portal.database import SYSTEM
from portal.intake.tables import CaseRow
from portal.people.tables import PersonRow
from tests.builders import CONSORTIUM, Clock
from tests.portal.test_counts import analyse, heard, plan
from tests.scene import PLAN, Lead
from tests.staged import Staged

MOST = 26


def with_cases(staged: Staged, many: int, worker: str = "caseworker") -> None:
    """Give a worker so many open cases, each of somebody else, by bulk."""
    with staged.app.state.database.system() as session:
        people, cases = PersonRow.__table__, CaseRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it
        person = session.execute(select(people).limit(1), execution_options=SYSTEM).mappings().one()
        case = (
            session.execute(select(cases).where(cases.c.reference == staged.scene.case), execution_options=SYSTEM)
            .mappings()
            .one()
        )
        owner = CONSORTIUM[worker].organisation_id
        ids = [(UUID(int=0xFA000000 + n), UUID(int=0xFB000000 + n)) for n in range(many)]
        named = {"owner_organisation_id": owner}
        session.execute(
            insert(people),
            [{**person, **named, "id": p, "reference": f"DAYP-{n:05}"} for n, (p, _) in enumerate(ids)],
            execution_options=SYSTEM,
        )
        mine = {**named, "allocated_to": CONSORTIUM[worker].id, "offer_id": None, "closed_on": None, "take_up": None}
        session.execute(
            insert(cases),
            [{**case, **mine, "id": c, "person_id": p, "reference": f"DAYC-{n:05}"} for n, (p, c) in enumerate(ids)],
            execution_options=SYSTEM,
        )
    analyse(staged)


@pytest.mark.parametrize("many", [30, 2000])
def test_the_day_takes_the_same_statements_however_many_cases_there_are_and_reads_by_indexes(
    staged_on_each: Staged, many: int
) -> None:
    with_cases(staged_on_each, many)
    worker = staged_on_each.visitor("caseworker")
    with heard(staged_on_each) as found:
        answer = worker.get("/my-day")
    assert answer.status_code == 200
    assert 0 < len(found) <= MOST, (len(found), [statement for statement, _ in found])
    assert len(re.findall("DAYP-", answer.text)) >= 30
    if staged_on_each.app.state.database.is_sqlite:
        scans = [line for each in found for line in re.findall(r"SCAN (?!.*USING)\w+", plan(staged_on_each, *each))]
        assert set(scans) <= {"SCAN organisation"}, scans


def test_who_sent_a_referral_finds_the_question_about_it_and_a_colleague_does_not(staged: Staged) -> None:
    asked = staged.scene.offers["info_needed"]
    page = staged.visitor("caseworker").get("/my-day")
    assert page.status_code == 200
    assert f'href="/offers/{asked}"' in page.text
    assert "Reply to the question" in page.text
    other = staged.visitor("colleague").get("/my-day")
    assert asked not in other.text
    assert "Nothing is due." in other.text


def test_the_parts_of_the_day_are_pages_of_their_own_and_an_unknown_one_is_none(staged: Staged) -> None:
    worker, asked = staged.visitor("caseworker"), staged.scene.offers["info_needed"]
    assert asked in worker.get("/my-day", params={"show": "referrals"}).text
    assert asked not in worker.get("/my-day", params={"show": "contacts"}).text
    assert worker.get("/my-day", params={"show": "nonsense"}).status_code == 422


def due_of(page: str, person: str) -> str:
    """Give the moment by which the first task of reaching a person is due, as the page has it."""
    (row,) = [each for each in page.split("<tr")[1:] if f'href="/people/{person}/attempts"' in each]
    found = re.search(r'datetime="([^"]+)"', row)
    assert found is not None
    return found.group(1)


def test_cont_20_the_case_says_how_pressing_it_is_on_the_day_as_on_the_page_of_attempts(
    staged: Staged, clock: Clock
) -> None:
    worker = staged.visitor("caseworker")
    person = Lead(worker).added()
    worker.submit(f"/people/{person}/contact-plan", {**PLAN, "sensitive": "no"})
    for level, epr, crime, days in (
        ("high", False, None, 1),
        (None, True, None, 1),
        (None, False, "rape", 1),
        ("low_medium", True, None, 2),
        (None, False, None, 3),
    ):
        with staged.app.state.database.system() as session:
            about = session.exec(select(PersonRow.id).where(PersonRow.reference == person), execution_options=SYSTEM)
            values = {"person_id": about.one(), "da_level": level, "epr": epr, "crime_category": crime, "risk": None}
            change = update(CaseRow).where(col(CaseRow.reference) == staged.scene.case)
            mine = {"allocated_to": CONSORTIUM["caseworker"].id, "created_at": clock()}
            session.execute(change.values(**values, **mine, take_up=None, closed_on=None), execution_options=SYSTEM)
        due = datetime.fromisoformat(due_of(worker.get("/my-day", params={"show": "contacts"}).text, person))
        assert due == england_and_wales().due(clock(), working_days=days, close=Policy().close_of_day), (level, crime)
        assert f"due by {in_words(due, clock())}" in worker.get(f"/people/{person}/attempts").text


def test_p10_the_plan_of_whoever_is_to_be_reached_is_read_with_an_entry_in_the_audit(staged: Staged) -> None:
    with_cases(staged, 2)
    assert "No channel is safe" in staged.visitor("caseworker").get("/my-day").text
    with staged.app.state.database.system() as session:
        reads = session.scalars(
            select(col(Entry.subject_id)).where(col(Entry.kind) == "person.read"), execution_options=SYSTEM
        )
        assert {UUID(int=0xFA000000), UUID(int=0xFA000001)} <= {UUID(str(each)) for each in reads}


def test_whoever_was_added_and_for_whom_nothing_was_begun_yet_is_on_the_day_of_who_added_them(staged: Staged) -> None:
    worker = staged.visitor("caseworker")
    person = Lead(worker).added()
    line = f'href="/people/{person}/contact-plan"'
    unfinished = worker.get("/my-day", params={"show": "unfinished"}).text
    assert line in unfinished
    assert "Record the safe-contact plan" in unfinished
    worker.submit(f"/people/{person}/contact-plan", PLAN)
    assert line not in worker.get("/my-day", params={"show": "unfinished"}).text
    staged.clock.advance(days=28)
    again = staged.visitor("caseworker").get("/my-day", params={"show": "reviews"}).text
    assert line in again, "a plan is confirmed again after thirty days, with or without a case"
