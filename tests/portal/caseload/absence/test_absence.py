"""An absence through the page: the cover has the work and the access for those days, and for no other."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from portal.database import SYSTEM
from portal.people.tables import ConflictRow, PersonRow
from portal.people.team.tables import RestrictionRow
from tests.builders import CONSORTIUM, LEAD, NOW
from tests.portal.caseload.day.test_day import with_cases
from tests.portal.people.stage import about
from tests.scene import hidden
from tests.staged import Staged, later_ids

CASEWORKER, COLLEAGUE = CONSORTIUM["caseworker"], CONSORTIUM["colleague"]
OWN, PATH = "/my-day/absence", f"/caseload/{CASEWORKER.id}/absence"
WEEK: dict[str, Any] = {
    "starts_on_day": "24",
    "starts_on_month": "11",
    "starts_on_year": "2026",
    "ends_on_day": "27",
    "ends_on_month": "11",
    "ends_on_year": "2026",
    "cover": str(COLLEAGUE.id),
}
"""From the day after the scene's to that Friday."""


def test_the_cover_finds_questions_and_tasks_for_those_days_and_the_worker_the_day_after(staged: Staged) -> None:
    asked = staged.scene.offers["info_needed"]
    answer = staged.visitor("caseworker").submit(OWN, WEEK)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{OWN}?done=recorded")
    assert asked in staged.visitor("caseworker").get("/my-day").text, "it has not begun"
    assert asked not in staged.visitor("colleague").get("/my-day").text
    staged.clock.advance(days=1)
    covering = staged.visitor("colleague").get("/my-day").text
    assert asked in covering
    assert "For Caseworker" in covering
    away = staged.visitor("caseworker").get("/my-day").text
    assert asked not in away
    assert "You are away until 27 November 2026. Colleague covers for you" in away
    staged.clock.advance(days=4)
    assert asked in staged.visitor("caseworker").get("/my-day").text
    assert asked not in staged.visitor("colleague").get("/my-day").text


def test_an_absence_without_a_cover_is_the_managers_and_stands_where_it_pinches(staged: Staged) -> None:
    with_cases(staged, 2)
    manager = staged.visitor("lead_manager")
    assert manager.submit(PATH, WEEK, cover="nobody").status_code == 303
    staged.clock.advance(days=1)
    manager = staged.visitor("lead_manager")
    assert "DAYP-00001" in manager.get("/my-day").text
    assert "is away, and nobody covers" in manager.get("/caseload").text
    assert "DAYP-00001" not in staged.visitor("caseworker").get("/my-day").text


def test_two_absences_on_one_day_are_refused_with_what_was_typed_and_one_is_called_off(staged: Staged) -> None:
    worker = staged.visitor("caseworker")
    assert worker.submit(OWN, WEEK).status_code == 303
    again = worker.submit(OWN, WEEK, starts_on_day="27", ends_on_day="30")
    assert again.status_code == 422
    assert "They are away from 24 November 2026 to 27 November 2026 already" in again.text
    assert 'value="30"' in again.text
    end = worker.get(OWN).text.partition(f'action="{OWN}/')[2].partition('"')[0]
    assert worker.submit(f"{OWN}/{end}").status_code == 303
    assert worker.submit(OWN, WEEK, starts_on_day="27", ends_on_day="30").status_code == 303


def person_id(staged: Staged, person: str) -> Any:
    with staged.app.state.database.system() as session:
        found = select(col(PersonRow.id)).where(col(PersonRow.reference) == person)
        return session.scalars(found, execution_options=SYSTEM).one()


def restrict(staged: Staged) -> None:
    whose = person_id(staged, staged.scene.person)
    with staged.app.state.database.system() as session:
        session.add(
            RestrictionRow(
                id=later_ids()(),
                owner_organisation_id=LEAD,
                person_id=whose,
                reason="person_asked",
                restricted_at=NOW,
                restricted_by=CASEWORKER.id,
            )
        )


def test_top_17_a_cover_opens_a_restricted_person_on_those_days_alone(staged: Staged) -> None:
    restrict(staged)
    path = f"/people/{staged.scene.person}"
    assert staged.visitor("caseworker").submit(OWN, WEEK).status_code == 303
    assert staged.visitor("colleague").get(path).status_code == 404
    staged.clock.advance(days=1)
    assert staged.visitor("colleague").get(path).status_code == 200
    assert staged.visitor("idva").get(path).status_code == 404, "the cover alone"
    staged.clock.advance(days=4)
    assert staged.visitor("colleague").get(path).status_code == 404


def test_top_17_a_manager_who_may_not_see_somebody_gives_no_cover_the_way_to_them(staged: Staged) -> None:
    restrict(staged)
    assert staged.visitor("lead_manager").submit(PATH, WEEK).status_code == 303
    staged.clock.advance(days=1)
    assert staged.visitor("colleague").get(f"/people/{staged.scene.person}").status_code == 404


def test_route_08_a_cover_who_is_connected_needs_another_and_sees_nothing(staged: Staged) -> None:
    worker, asked = staged.visitor("caseworker"), staged.scene.offers["info_needed"]
    person, _ = about(staged, asked)
    whose = person_id(staged, person)
    with staged.app.state.database.system() as session:
        session.add(
            ConflictRow(
                id=later_ids()(),
                owner_organisation_id=LEAD,
                person_id=whose,
                staff_id=COLLEAGUE.id,
                registered_by=CASEWORKER.id,
                registered_at=NOW,
            )
        )
    assert worker.submit(OWN, WEEK).status_code == 303
    assert f"Needs another cover, and is with the manager meanwhile: {person}" in worker.get(OWN).text
    staged.clock.advance(days=1)
    assert asked not in staged.visitor("colleague").get("/my-day").text
    assert asked in staged.visitor("lead_manager").get("/my-day").text


def test_notices_about_a_case_go_to_its_worker_and_to_the_cover(staged: Staged) -> None:
    assert staged.visitor("caseworker").submit(OWN, WEEK).status_code == 303
    staged.clock.advance(days=1)
    offer = staged.scene.offers["acknowledged"]
    before = staged.visitor("colleague").get("/notices").text.count(f"/offers/{offer}")
    partner = staged.visitor("shelter_worker")
    version = hidden(partner.get(f"/offers/{offer}").text, "version")
    assert partner.submit(f"/offers/{offer}/accept", {"version": version}).status_code == 303
    assert staged.visitor("colleague").get("/notices").text.count(f"/offers/{offer}") == before + 1
    assert offer in staged.visitor("caseworker").get("/notices").text


def test_a_colleagues_absences_are_nobodys_business_but_the_managers(staged: Staged) -> None:
    assert staged.visitor("colleague").get(PATH).status_code == 403
    assert staged.visitor("colleague").submit(PATH, WEEK).status_code == 403
    assert staged.visitor("lead_manager").get(PATH).status_code == 200
