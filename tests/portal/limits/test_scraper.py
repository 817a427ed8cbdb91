"""T-INS: whoever opens record after record with a valid account is seen at once, and stopped; safety work is not."""

from uuid import UUID

from msgspec.structs import replace
from sqlmodel import select

from lvws_core.actors import THE_CLOCK
from lvws_core.ids import PersonId, Reference, new_reference
from lvws_core.policy import Policy
from lvws_core.times import utc
from portal.dependencies import desk_at
from portal.intake.tables import CaseRow
from portal.limits import store
from portal.limits.jobs import draw_week
from portal.limits.service import HOUR
from portal.people import store as people
from portal.people.model import Identity, Person
from portal.reviews.access.tables import AccessReviewRow
from tests.builders import CONSORTIUM, LEAD, NOW
from tests.partners.statements import counted
from tests.portal.people.stage import about
from tests.scene import NAME, PERSON
from tests.staged import Staged

ACTOR = CONSORTIUM["colleague"].actor
WHY = "We check every open record tonight, after the breach at the host."


def add_people(staged: Staged, many: int) -> list[Reference]:
    """Add people of the lead whom the scraper did not add."""
    references = [new_reference(bytes([7, n, 1, 2, 3, 4, 5, 6])) for n in range(many)]
    with staged.app.state.database.system() as session:
        desk = desk_at(staged.app.state.supplies, session, CONSORTIUM["caseworker"].actor, NOW)
        for number, reference in enumerate(references):
            person = Person(
                id=PersonId(UUID(int=0x9000 + number)),
                reference=reference,
                version=1,
                created_at=NOW,
                identity=Identity(name=f"Person Number{number}"),
            )
            people.place(session, desk.vault, person, owner_id=LEAD, by=CONSORTIUM["caseworker"].id)
    return references


def listed(staged: Staged) -> dict[str, AccessReviewRow]:
    with staged.app.state.database.system(reading=True) as session:
        return {row.kind: row for row in session.exec(select(AccessReviewRow))}


def test_t_ins_a_scraper_is_listed_at_once_and_stopped_at_sixty_and_goes_on_with_a_reason(staged: Staged) -> None:
    scraper, references = staged.visitor("colleague"), add_people(staged, 66)
    answers, moments = [], []
    for reference in references:
        moments.append(staged.clock())
        answers.append(scraper.get(f"/people/{reference}").status_code)
        staged.clock.advance(seconds=2)
    assert answers == [200] * 60 + [429] * 6
    rows = listed(staged)
    assert [utc(rows[kind].at) for kind in ("many", "limit")] == [moments[30], moments[59]]  # the same instant
    assert (rows["many"].records, rows["limit"].records, rows["many"].staff_id) == (31, 60, ACTOR.id)
    last = f"/people/{references[-1]}"
    stopped = scraper.get(last)
    assert "You have opened 60 records within an hour" in stopped.text
    assert "Number65" not in stopped.text
    assert scraper.get(f"/people/{references[0]}").status_code == 200  # one of those sixty again
    assert scraper.submit("/access/more", {"reason": "more", "to": last}).status_code == 422
    gone_on = scraper.submit("/access/more", {"reason": WHY, "to": last})
    assert (gone_on.status_code, gone_on.headers["location"]) == (303, last)
    assert scraper.get(last).status_code == 200
    line = listed(staged)["went_on"]
    page = staged.visitor("governance").get(f"/reviews/access/{line.reference}").text
    assert WHY in page
    assert "Somebody" not in staged.visitor("colleague").get("/notices").text


def test_p6_safety_work_goes_on_past_the_limit(staged: Staged) -> None:
    scraper, references = staged.visitor("colleague"), add_people(staged, 61)
    for reference in references:
        scraper.get(f"/people/{reference}")
    person = staged.scene.person
    assert scraper.get(f"/people/{person}").status_code == 429
    assert scraper.submit(f"/people/{person}/safety", {}).status_code != 429
    assert scraper.get(f"/people/{person}/safety").status_code == 200
    assert scraper.get("/people").status_code == 200
    born = {"birth_date_day": PERSON["birth_date_day"], "birth_date_month": "3", "birth_date_year": "1991"}
    search = scraper.submit("/people/find", {"name": NAME, **born})
    assert (search.status_code, 'name="to" value="/people"' in search.text) == (429, True)
    assert scraper.submit("/people/new", PERSON).status_code == 200  # those who look alike, and what was typed
    staged.clock.advance(hours=1, seconds=1)
    assert staged.visitor("colleague").get(f"/people/{person}").status_code == 200


def test_p6_own_cases_and_the_teams_open_offers_are_not_counted(staged_on_each: Staged) -> None:
    staged, scene = staged_on_each, staged_on_each.scene
    person, _ = about(staged, scene.offers["active"])
    staged.visitor("colleague").get(f"/people/{person}")
    staged.visitor("colleague").get(f"/people/{scene.person}")
    worker = staged.visitor("shelter_worker")
    for offer in ("active", "declined"):
        worker.get(f"/offers/{scene.offers[offer]}")
    with staged.app.state.database.system() as session:

        def opened(key: str) -> int:
            return store.opened_since(session, CONSORTIUM[key].actor, staged.clock() - HOUR)

        assert (opened("colleague"), opened("shelter_worker"), opened("idva")) == (2, 1, 0)
        case = session.exec(select(CaseRow)).first()
        assert case is not None
        found = people.finder(session)(Reference(person))
        case.person_id, case.allocated_to, case.closed_on = found.id, ACTOR.id, None
        session.add(case)
        session.flush()
        assert opened("colleague") == 1


def test_p6_a_page_that_opens_records_asks_once_and_from_the_index_alone(staged: Staged) -> None:
    plan = """EXPLAIN QUERY PLAN SELECT DISTINCT subject_id FROM entry
              WHERE actor_id = 'x' AND at > 'y' AND kind IN ('person.read', 'case.read', 'offer.read')"""
    with staged.app.state.database.system(reading=True) as session:
        told = session.connection().exec_driver_sql(plan, execution_options={"system": True}).all()
    assert "COVERING INDEX ix_entry_actor" in str(told)
    visitor = staged.visitor("colleague")
    with counted(staged.app.state.database) as seen:
        visitor.get(f"/people/{staged.scene.person}")
    asked = [statement for statement, _ in seen if "count(" in statement and "entry.actor_id" in statement]
    assert len(asked) == 1


def test_p6_whoever_looks_for_their_own_surname_is_listed_once_a_day(staged: Staged) -> None:
    visitor = staged.visitor("lead_manager")  # "Lead Manager"
    born = {"birth_date_day": "1", "birth_date_month": "2", "birth_date_year": "1990"}
    for name in ("Ada Finch", "Ada MANAGER", "Bea Manager"):
        visitor.submit("/people/find", {"name": name, **born})
    assert set(listed(staged)) == {"own_name"}
    assert listed(staged)["own_name"].staff_id == CONSORTIUM["lead_manager"].id
    assert "own surname" not in visitor.get("/reviews/access").text
    assert "own surname" in staged.visitor("governance").get("/reviews/access").text


def test_p6_what_is_opened_at_night_off_duty_is_listed_once(staged: Staged) -> None:
    staged.clock.advance(hours=12)
    for _ in range(2):
        staged.visitor("colleague").get(f"/people/{staged.scene.person}")
    assert set(listed(staged)) == {"out_of_hours"}


def draw(staged: Staged) -> int:
    with staged.app.state.database.system() as session:
        return len(draw_week(desk_at(staged.app.state.supplies, session, THE_CLOCK, staged.clock())))


def test_p6_the_sample_of_a_week_is_drawn_once_on_monday_with_nothing_red_in_it(staged_on_each: Staged) -> None:
    staged = staged_on_each
    assert draw(staged) == 0  # nothing was opened the week before the scene
    staged.app.state.supplies = replace(staged.app.state.supplies, policy=Policy(sample_percent=100))
    staged.clock.advance(days=6, hours=13, minutes=59)  # Sunday 23:59
    assert draw(staged) == 0
    staged.clock.advance(minutes=1)
    drawn = draw(staged)
    assert drawn > 3
    assert draw(staged) == 0
    page = staged.visitor("governance").get("/reviews/access").text
    assert "Drawn for the week" in page
    assert "One person record" in page
    assert staged.scene.person not in page
    assert NAME not in page
