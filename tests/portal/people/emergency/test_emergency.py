"""Emergency access: one record, for an hour, with a second person told, and never past a conflict."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response
from sqlmodel import select

from notifications.notices.tables import NoticeRow
from portal.audit.tables import Entry
from portal.people.tables import ConflictRow, PersonRow
from portal.reviews.access.tables import AccessReviewRow
from tests.builders import CONSORTIUM, LEAD
from tests.kit import Visitor
from tests.portal.people.team.test_team import restricted
from tests.scene import MISSING
from tests.staged import Staged

WHY: Mapping[str, Any] = {"reason": "The ward called: she is at the door and asks for her plan."}
ENDS = re.compile(r'(value|nonce|name="_csrf" value|id|content)="[^"]*"')


def break_glass(visitor: Visitor, reference: str, **changes: Any) -> Response:
    return visitor.submit("/emergency-access", WHY, reference=reference, **changes)


def lines(staged: Staged) -> list[AccessReviewRow]:
    with staged.app.state.database.system(reading=True) as session:
        return list(session.exec(select(AccessReviewRow)))


def test_p5_it_opens_one_record_for_an_hour_and_shuts_by_itself(staged_on_each: Staged) -> None:
    staged = staged_on_each
    _, scene = restricted(staged)
    person, colleague = f"/people/{scene.person}", staged.visitor("colleague")
    assert colleague.get(person).status_code == 404
    opened = break_glass(colleague, scene.person)
    assert (opened.status_code, opened.headers["location"]) == (303, person)
    page = colleague.get(person)
    assert page.status_code == 200
    assert "Emergency access until 11:00" in page.text
    assert staged.visitor("colleague").get(person).status_code == 200  # the account's, whatever the browser
    assert staged.visitor("idva").get(person).status_code == 404
    staged.clock.advance(minutes=59, seconds=59)
    colleague = staged.visitor("colleague")
    assert colleague.get(person).status_code == 200
    staged.clock.advance(seconds=1)
    assert colleague.get(person).status_code == 404
    assert "Emergency access until" not in colleague.get("/people").text


def test_t5_a_second_person_is_told_at_once_and_another_looks_at_it(staged_on_each: Staged) -> None:
    staged = staged_on_each
    _, scene = restricted(staged)
    break_glass(staged.visitor("colleague"), scene.person)
    staged.visitor("colleague").get(f"/people/{scene.person}")
    (line,) = lines(staged)
    told = CONSORTIUM["lead_manager"]
    assert (line.kind, line.staff_id, line.told_id) == ("emergency", CONSORTIUM["colleague"].id, told.id)
    with staged.app.state.database.system(reading=True) as session:
        notices = session.exec(select(NoticeRow).where(NoticeRow.kind == "emergency_access")).all()
        marked = session.exec(select(Entry.kind, Entry.body).where(Entry.actor_id == CONSORTIUM["colleague"].id)).all()
    assert [each.user_id for each in notices] == [told.id]
    assert "person.read" in {kind for kind, body in marked if f'"emergency":"{line.id}"'.encode() in body}
    path = f"/reviews/access/{line.reference}"
    mine = staged.visitor("lead_manager")
    assert path in mine.get("/reviews/access").text
    assert "You were told of it at once" in mine.get(path).text
    assert mine.submit(path, {"state": "in_order"}).status_code == 403
    governance = staged.visitor("governance")
    page = governance.get(path).text
    assert WHY["reason"] in page
    assert "person, read" in page
    assert scene.person not in page
    assert governance.submit(path, {"state": "not_in_order"}).status_code == 422
    done = governance.submit(path, {"state": "not_in_order", "note": "Talked to her manager."})
    assert done.headers["location"] == "/reviews/access?done=not_in_order"
    assert line.reference not in governance.get("/reviews/access").text
    assert "Talked to her manager." in governance.get(path).text
    assert governance.submit(path, {"state": "in_order"}).status_code == 403  # once


def test_i9_who_is_connected_is_answered_as_for_nobody_and_as_for_another_organisation(staged_on_each: Staged) -> None:
    staged = staged_on_each
    _, scene = restricted(staged)
    with staged.app.state.database.system() as session:
        person = session.exec(select(PersonRow.id).where(PersonRow.reference == scene.person)).one()
        session.add(
            ConflictRow(
                id=CONSORTIUM["colleague"].id,
                owner_organisation_id=LEAD,
                person_id=person,
                staff_id=CONSORTIUM["colleague"].id,
                registered_by=CONSORTIUM["caseworker"].id,
                registered_at=staged.clock(),
            )
        )
    colleague = staged.visitor("colleague")
    answers = [break_glass(colleague, each) for each in (scene.person, MISSING, scene.foreign_person)]
    assert {each.status_code for each in answers} == {422}
    shown = {
        ENDS.sub("", each.text.replace(reference, "REF"))
        for each, reference in zip(answers, (scene.person, MISSING, scene.foreign_person), strict=True)
    }
    assert len(shown) == 1
    assert "No record was opened with this" in answers[0].text
    assert lines(staged) == []
    assert colleague.get(f"/people/{scene.person}").status_code == 404


def test_what_is_ones_own_to_open_needs_no_emergency(staged: Staged) -> None:
    opened = break_glass(staged.visitor("colleague"), staged.scene.person)
    assert opened.headers["location"] == f"/people/{staged.scene.person}"
    assert lines(staged) == []


@pytest.mark.parametrize("reason", ["", "Urgent.", "." * 80, "a b c d e f " * 2])
def test_a_reason_that_is_padding_opens_nothing_and_loses_nothing(staged: Staged, reason: str) -> None:
    _, scene = restricted(staged)
    answer = break_glass(staged.visitor("colleague"), scene.person, reason=reason)
    assert answer.status_code == 422
    assert f'value="{scene.person}"' in answer.text
    assert lines(staged) == []


def test_it_ends_when_it_is_given_up_and_the_next_shuts_the_one_before(staged: Staged) -> None:
    _, scene = restricted(staged)
    colleague, person = staged.visitor("colleague"), f"/people/{scene.person}"
    break_glass(colleague, scene.person)
    assert "Go to the record" in colleague.get("/emergency-access").text
    assert colleague.submit("/emergency-access/end").headers["location"] == "/emergency-access?done=shut"
    assert colleague.get(person).status_code == 404
    break_glass(colleague, scene.person)
    assert colleague.get(person).status_code == 200
    assert len(lines(staged)) == 2


def test_mar_50_whoever_is_connected_sees_no_line_about_the_person(staged: Staged) -> None:
    _, scene = restricted(staged)
    connect_as_team(staged, scene.person)
    break_glass(staged.visitor("colleague"), scene.person)
    (line,) = lines(staged)
    assert line.told_id == CONSORTIUM["governance"].id  # not the manager, who is connected
    assert line.reference not in staged.visitor("lead_manager").get("/reviews/access").text
    assert staged.visitor("lead_manager").get(f"/reviews/access/{line.reference}").status_code == 404


def connect_as_team(staged: Staged, person: str) -> None:
    form = {"organisation": str(LEAD), "staff_name": "lead manager"}
    assert staged.visitor("caseworker").submit(f"/people/{person}/conflicts/staff", form).status_code == 303
