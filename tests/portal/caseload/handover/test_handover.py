"""Handing over through the page: a last look, then all of it in one transaction, once, or nothing."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import col

from portal.auth.tables import SignedInSession, User
from portal.database import SYSTEM
from portal.intake.tables import CaseAllocationRow, CaseRow
from portal.people.tables import PersonRow
from tests.builders import CONSORTIUM, NOW
from tests.kit import Visitor
from tests.portal.caseload.day.test_day import with_cases
from tests.staged import Staged

CASEWORKER, COLLEAGUE = CONSORTIUM["caseworker"], CONSORTIUM["colleague"]
PATH = f"/caseload/{CASEWORKER.id}/hand-over"


def cases(staged: Staged, worker: UUID) -> list[Any]:
    with staged.app.state.database.system() as session:
        rows = session.scalars(
            select(CaseRow).where(col(CaseRow.allocated_to) == worker, col(CaseRow.reference).like("DAYC-%")),
            execution_options=SYSTEM,
        )
        return list(rows)


def filled(manager: Visitor, **changes: Any) -> dict[str, Any]:
    """Give the form as the page gives it, everything ticked and as suggested."""
    page = manager.get(PATH).text
    form: dict[str, Any] = {"reason": "caseload", "chosen": re.findall(r'name="chosen"[^>]*value="([^"]+)"', page)}
    form |= dict(re.findall(r'name="(version_[^"]+)" value="(\d+)"', page))
    for key in form["chosen"]:
        form[f"to_{key}"] = str(COLLEAGUE.id)
    return {**form, **changes}


def with_true_people(staged: Staged, many: int) -> None:
    """Give a worker cases of which the first is about a person with a key of their own, so that notes can be sealed."""
    with_cases(staged, many)
    with staged.app.state.database.system() as session:
        person = session.scalars(
            select(col(PersonRow.id)).where(col(PersonRow.reference) == staged.scene.person), execution_options=SYSTEM
        ).one()
        first = update(CaseRow).where(col(CaseRow.reference) == "DAYC-00000").values(person_id=person)
        session.execute(first, execution_options=SYSTEM)


def test_alloc_02_what_is_confirmed_goes_over_whole_with_its_notes_and_is_told(staged: Staged) -> None:
    with_true_people(staged, 3)
    manager = staged.visitor("lead_manager")
    form = filled(manager, **{"note_case-DAYC-00000": "Rings on Fridays."})
    looked = manager.submit(PATH, form)
    assert looked.status_code == 200
    assert "Check before you hand over" in looked.text
    assert "Rings on Fridays." in looked.text
    assert len(cases(staged, CASEWORKER.id)) == 3, "nothing has happened before it is confirmed"
    key = "f" * 32
    done = manager.submit(PATH, {**form, "step": "confirm"}, key=key)
    assert (done.status_code, done.headers["location"]) == (303, "/caseload?done=handed-over")
    assert manager.submit(PATH, {**form, "step": "confirm"}, key=key).status_code == 303, "the same form once"
    assert len(cases(staged, COLLEAGUE.id)) == 3
    assert cases(staged, CASEWORKER.id) == []
    with staged.app.state.database.system() as session:
        lines = session.scalars(select(CaseAllocationRow), execution_options=SYSTEM).all()
        given = [line for line in lines if line.reason == "caseload"]
        assert {(line.from_worker, line.to_worker, line.by_user) for line in given} == {
            (CASEWORKER.id, COLLEAGUE.id, CONSORTIUM["lead_manager"].id)
        }
        assert len(given) >= 3
        assert not any(b"Fridays" in (line.sealed_note or b"") for line in given)
    receiver = staged.visitor("colleague")
    assert "Handed over to you" in receiver.get("/notices").text
    with staged.app.state.database.system() as session:
        named = update(CaseRow).where(col(CaseRow.reference) == "DAYC-00000").values(reference="7QK2-M9")
        session.execute(named, execution_options=SYSTEM)  # what can be looked up is spelt as references are
    assert "Note: Rings on Fridays." in receiver.get("/cases/7QK2-M9").text
    day = receiver.get("/my-day").text
    assert "has another worker for them: say who it is" in day
    assert staged.scene.offers["info_needed"] in day, "questions follow the person"
    assert staged.scene.offers["info_needed"] not in staged.visitor("caseworker").get("/my-day").text


def test_p15_what_somebody_changed_meanwhile_stops_all_of_it_and_says_what_changed(staged: Staged) -> None:
    with_cases(staged, 3)
    manager = staged.visitor("lead_manager")
    form = filled(manager)
    with staged.app.state.database.system() as session:
        changed = update(CaseRow).where(col(CaseRow.reference) == "DAYC-00001")
        session.execute(changed.values(version=99), execution_options=SYSTEM)
        closed = update(CaseRow).where(col(CaseRow.reference) == "DAYC-00002")
        session.execute(closed.values(closed_on=NOW.date()), execution_options=SYSTEM)
    answer = manager.submit(PATH, {**form, "step": "confirm"})
    assert answer.status_code == 422
    assert "DAYC-00001: Somebody changed it meanwhile." in unescape(answer.text)
    assert "DAYC-00002: It is not with this worker any more" in unescape(answer.text)
    assert cases(staged, COLLEAGUE.id) == []
    assert 'name="version_case-DAYC-00001" value="99"' in answer.text
    assert manager.submit(PATH, {**filled(manager), "step": "confirm"}).status_code == 303


def test_t34_closing_an_account_ends_access_at_once_and_leads_to_what_it_had(staged: Staged) -> None:
    with_cases(staged, 2)
    manager, worker = staged.visitor("lead_manager"), staged.visitor("caseworker")
    assert worker.get("/my-day").status_code == 200
    path = f"/caseload/{CASEWORKER.id}/close"
    assert "in the same second" in manager.get(path).text
    answer = manager.submit(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?done=closed")
    assert worker.get("/my-day").status_code == 303, "signed out"
    with staged.app.state.database.system() as session:
        row = session.scalars(select(User).where(col(User.id) == CASEWORKER.id), execution_options=SYSTEM).one()
        assert row.disabled_at is not None
        still = session.scalars(
            select(SignedInSession).where(
                col(SignedInSession.user_id) == CASEWORKER.id, col(SignedInSession.ended_at).is_(None)
            ),
            execution_options=SYSTEM,
        ).all()
        assert still == []
    assert "The account is closed and signed out everywhere" in manager.get(f"{PATH}?done=closed").text
    assert "What nobody has" in manager.get("/caseload").text
    assert "DAYP-00000" in manager.get("/my-day").text
    assert manager.submit(PATH, {**filled(manager), "step": "confirm"}).status_code == 303
    assert "What nobody has" not in manager.get("/caseload").text
    assert manager.submit(path).status_code == 409


def test_t34_a_manager_closes_neither_the_own_account_nor_one_beyond_casework(staged: Staged) -> None:
    manager = staged.visitor("lead_manager")
    for key in ("lead_manager", "governance"):
        assert manager.submit(f"/caseload/{CONSORTIUM[key].id}/close").status_code == 409
        assert "Close the account" not in manager.get(f"/caseload/{CONSORTIUM[key].id}/close").text
