"""Refer in, over HTTP: a partner sends a person to the lead, and the lead answers."""

import re
from uuid import UUID

import pytest
from litestar import Litestar
from sqlalchemy import select

from lvws_core.ids import Reference
from portal.audit.tables import Entry
from portal.database import SYSTEM
from portal.intake.tables import CaseRow
from portal.people.tables import PersonRow
from tests.builders import CONSORTIUM, GALOP, LEAD
from tests.kit import Visitor
from tests.scene import (
    ADVOCACY,
    CALM,
    CONSENT,
    CONTACT,
    HOUSING,
    INCIDENT,
    INTAKE,
    NAME,
    NEED,
    OUTCOME,
    PERSON,
    PHONE,
    QUESTION,
    act,
    hidden,
    led_to,
    referring_in,
)
from tests.scene import Lead as Sender
from tests.staged import Staged

OTHER = {"name": "Olive Elsewhere", "phone": "07700 900555"}


@pytest.fixture
def galop(staged: Staged) -> Sender:
    """A worker of Galop at a browser, who refers in."""
    return referring_in(staged.visitor("galop_worker"))


@pytest.fixture
def came_in(galop: Sender) -> Reference:
    """What Galop has just sent to the lead: somebody whom the lead does not know."""
    return galop.send(galop.ready(galop.person(**OTHER), INTAKE))


def accept(staged: Staged, key: str, offer: Reference) -> Visitor:
    visitor = staged.visitor(key)
    assert act(visitor, offer, "/accept", {}).status_code == 303
    return visitor


def case_of(app: Litestar, reference: Reference) -> CaseRow:
    with app.state.database.system(reading=True) as session:
        return session.scalars(select(CaseRow).where(CaseRow.reference == reference), execution_options=SYSTEM).one()


def kinds(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.scalars(select(Entry.kind).order_by(Entry.sequence), execution_options=SYSTEM))


def test_a_partner_refers_a_person_to_the_lead_and_sees_it_among_what_it_sent(galop: Sender) -> None:
    person = galop.person(**OTHER)
    page = galop.visitor.get(f"/people/{person}").text
    assert "Refer to Lead Team" in page
    sent = galop.send(galop.ready(person, INTAKE))
    page = galop.visitor.get(f"/offers/{sent}?done=sent").text
    assert "Sent to Lead Team. They should open it by" in page
    assert "What Lead Team can see" in page
    listed = galop.visitor.get("/sent").text
    assert "Referred – Galop Team" in listed
    assert "With the lead" in listed
    assert "With a partner" not in listed
    assert sent in listed
    assert "Lead Team, Intake" in listed


def test_a_partner_finds_its_own_drafts_and_views_under_referred_and_no_queue_of_the_lead(galop: Sender) -> None:
    referral = galop.ready(galop.person(**OTHER), INTAKE)
    page = galop.visitor.get("/sent").text
    assert referral.reference not in page
    assert "Nobody is quiet." in galop.visitor.get("/sent", params={"show": "quiet"}).text
    assert "Refer somebody to the lead" in page
    assert "Waits on the lead" in page
    drafts = galop.visitor.get("/sent", params={"show": "drafts"}).text
    assert "Referred – Galop Team" in drafts
    assert referral.reference in drafts
    assert galop.visitor.get("/unplaced").status_code == 403
    request = galop.visitor.get(f"/requests/{referral.reference}").text
    assert "Continue" in request


def test_a_partner_is_offered_the_lead_and_nobody_else(galop: Sender) -> None:
    page = galop.visitor.get(led_to(galop.visitor.submit(f"/refer/{galop.person(**OTHER)}", NEED))).text
    assert f'value="{INTAKE}"' in page
    assert "Housing advice" not in page
    assert "Youth work" not in page


@pytest.mark.parametrize("service_id", [HOUSING, ADVOCACY, UUID(int=0xBAD)])
def test_partner_to_partner_goes_through_the_lead_and_the_page_says_so(galop: Sender, service_id: UUID) -> None:
    path = led_to(galop.visitor.submit(f"/refer/{galop.person(**OTHER)}", NEED))
    form = {"service": str(service_id), "version": hidden(galop.visitor.get(path).text, "version")}
    answer = galop.visitor.submit(f"{path}/service", form)
    assert answer.status_code == 403
    assert "From partner to partner goes through the lead." in answer.text


def test_the_lead_is_not_offered_its_own_intake(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    assert "Intake" not in lead.get(led_to(lead.submit(f"/refer/{staged.scene.person}", NEED))).text


def test_without_the_persons_consent_for_the_lead_nothing_leaves(staged: Staged) -> None:
    galop = Sender(staged.visitor("galop_worker"), asks=())
    path = led_to(galop.visitor.submit(f"/refer/{galop.person(**OTHER)}", NEED))
    version = hidden(galop.visitor.get(path).text, "version")
    led_to(galop.visitor.submit(f"{path}/service", {"service": str(INTAKE), "version": version}))
    page = galop.visitor.get(f"{path}?open=send").text
    assert "This cannot be sent yet" in page
    assert "Record consent for Lead Team" in page
    consent = galop.visitor.get(f"{path.rpartition('/')[0].replace('refer', 'people')}/consent").text
    assert "Lead Team" in consent
    assert "Shelter Team" not in consent


def test_an_expired_consent_is_asked_for_again(staged: Staged, galop: Sender) -> None:
    person = galop.person(**OTHER)
    ends = {"until_day": "24", "until_month": "11", "until_year": "2026"}
    led_to(galop.visitor.submit(f"/people/{person}/consent", CONSENT, organisation=str(LEAD), **ends))
    referral = galop.ready(person, INTAKE)
    staged.clock.advance(days=3)
    galop.visitor.sign_in("galop_worker", staged.clock)
    page = galop.visitor.get(f"{referral.path}?open=send").text
    assert "This cannot be sent yet" in page
    assert "Record consent for Lead Team" in page
    form = {"version": referral.version, "digest": referral.digest}
    assert galop.visitor.submit(f"{referral.path}/send", form).status_code in {403, 409}


def test_route_07_a_second_live_referral_of_the_same_person_is_told_apart(galop: Sender) -> None:
    person = galop.person(**OTHER)
    galop.send(galop.ready(person, INTAKE))
    other_need = {**NEED, "needs": ["finance_benefits"]}
    path = led_to(galop.visitor.submit(f"/refer/{person}", other_need))
    version = hidden(galop.visitor.get(path).text, "version")
    led_to(galop.visitor.submit(f"{path}/service", {"service": str(INTAKE), "version": version}))
    page = galop.visitor.get(f"{path}?open=send").text
    assert "This person is already with the lead: an earlier referral is not over." in page


def test_neither_side_ever_finds_the_others_people(staged: Staged, galop: Sender) -> None:
    theirs, lead = galop.person(**OTHER), staged.visitor("caseworker")
    for visitor, person in ((lead, theirs), (galop.visitor, staged.scene.person)):
        for part in ("", "/identity", "/contact-plan", "/risk/new", "/consent"):
            assert visitor.get(f"/people/{person}{part}").status_code == 404
        assert visitor.get(f"/refer/{person}").status_code == 404
    assert "Nobody found" in lead.submit("/people/find", {"phone": OTHER["phone"]}).text
    found = galop.visitor.submit("/people/find", {"phone": PHONE}).text
    assert staged.scene.person not in found
    assert "1 person found" in found
    assert "Nobody found" in staged.visitor("shelter_worker").submit("/people/find", {"phone": OTHER["phone"]}).text


def test_what_came_in_waits_for_an_answer_without_a_name(staged: Staged, came_in: Reference) -> None:
    for key in ("intake", "caseworker", "lead_manager"):
        page = staged.visitor(key).get("/cases").text
        assert came_in in page
        assert "Other agency" in page
        assert "Galop Team" in page
        assert "High" in page
        assert OTHER["name"] not in page


def test_opening_acknowledges_and_the_words_name_who_sent_it(staged: Staged, came_in: Reference) -> None:
    page = staged.visitor("intake").get(f"/offers/{came_in}").text
    assert OTHER["name"] in page
    assert INCIDENT in page
    assert "then it returns to Galop Team" in page
    assert "the lead" not in page.lower().replace("lead team", "")
    assert "Opened, not answered" in staged.visitor("galop_worker").get(f"/offers/{came_in}").text


def test_the_lead_asks_and_the_partner_answers(staged: Staged, galop: Sender, came_in: Reference) -> None:
    intake = staged.visitor("intake")
    assert act(intake, came_in, "/ask", {"text": QUESTION}).status_code == 303
    page = galop.visitor.get(f"/offers/{came_in}").text
    assert QUESTION in page
    answer = {"text": "Yes, Tigrinya.", "version": hidden(page, "version")}
    assert galop.visitor.submit(f"/offers/{came_in}/answer", answer).status_code == 303
    assert "Yes, Tigrinya." in intake.get(f"/offers/{came_in}").text


def test_declining_begins_no_case_and_goes_back_to_the_partner(
    staged: Staged, galop: Sender, came_in: Reference
) -> None:
    lead = staged.visitor("caseworker")
    form = lead.get(f"/offers/{came_in}/decline").text
    assert "Galop Team is told at once, and decides with the person what to do." in form
    reason = {"reason": "out_of_area", "whose_choice": "service"}
    assert act(lead, came_in, "/decline", reason).status_code == 303
    assert "decide with the person what to do" in galop.visitor.get(f"/offers/{came_in}").text
    assert lead.get(f"/cases/{came_in}").status_code == 404


def test_the_partner_withdraws_and_the_lead_can_open_nothing(staged: Staged, galop: Sender, came_in: Reference) -> None:
    accepted = accept(staged, "caseworker", came_in)
    assert act(galop.visitor, came_in, "/withdraw", {"reason": "by_person"}).status_code == 303
    page = accepted.get(f"/offers/{came_in}").text
    assert "Galop Team has withdrawn this." in page
    assert INCIDENT not in page


def test_top_07_consent_taken_back_at_the_partner_closes_it_at_the_lead_in_the_same_second(
    staged: Staged, galop: Sender
) -> None:
    person = galop.person(**OTHER)
    offer = galop.send(galop.ready(person, INTAKE))
    lead = accept(staged, "caseworker", offer)
    refused = {**CONSENT, "reply": "no", "categories": []}
    led_to(galop.visitor.submit(f"/people/{person}/consent", refused, organisation=str(LEAD)))
    page = lead.get(f"/offers/{offer}").text
    assert "Galop Team has withdrawn this." in page
    assert OTHER["name"] not in page
    assert "Confirm that you have stopped" in page


def test_accepting_begins_a_case_and_makes_the_record_from_what_was_shared(staged: Staged, came_in: Reference) -> None:
    lead = accept(staged, "caseworker", came_in)
    case = case_of(staged.app, came_in)
    assert (case.source, case.source_organisation_id, case.owner_organisation_id) == ("other_agency", GALOP, LEAD)
    assert (case.da_level, case.source_da_level, case.epr, case.source_epr) == ("high", "high", True, None)
    assert (case.borough_gss, case.age, case.taken_up, str(case.received_on)) == ("E09000012", 35, None, "2026-11-23")
    assert (case.allocated_to, case.reported_on) == (CONSORTIUM["caseworker"].id, None)
    page = lead.get(f"/cases/{came_in}").text
    assert "Told by Galop Team, 23 November 2026" in page
    assert "No voicemail" in page
    assert OTHER["phone"] not in page
    assert OTHER["name"] in page
    person = re.search(r'href="(/people/[\w-]+)"', page)
    assert person is not None
    theirs = lead.get(person[1]).text
    assert "Told by Galop Team" in theirs
    assert "No voicemail" in theirs
    assert "1 Canary Row" not in theirs
    assert f"/cases/{came_in}" in lead.get(f"/offers/{came_in}").text


def test_a_case_outlives_the_record_of_a_person_that_was_erased(staged: Staged, came_in: Reference) -> None:
    lead = accept(staged, "caseworker", came_in)
    with staged.app.state.database.system() as session:
        found = session.get(PersonRow, case_of(staged.app, came_in).person_id)
        assert found is not None
        found.sealed_key = None
    page = lead.get(f"/cases/{came_in}")
    assert page.status_code == 200
    assert "Other agency: Galop Team" in page.text
    assert OTHER["name"] not in page.text


def test_tell_it_once_what_is_changed_is_no_longer_told_by_the_partner(staged: Staged, came_in: Reference) -> None:
    lead = accept(staged, "caseworker", came_in)
    path = re.search(r'href="(/people/[\w-]+)"', lead.get(f"/cases/{came_in}").text)
    assert path is not None
    form = {**PERSON, **OTHER, "borough": "camden", "version": "1"}
    led_to(lead.submit(f"{path[1]}/identity", form))
    page = lead.get(path[1]).text
    name, borough = page.index(OTHER["name"]), page.index("Camden")
    assert "Told by Galop Team" in page[name : name + 300]
    assert "Told by" not in page[borough : borough + 200]


def test_first_contact_moves_custody_to_the_lead_and_the_outcome_goes_back(
    staged: Staged, galop: Sender, came_in: Reference
) -> None:
    lead = accept(staged, "caseworker", came_in)
    staged.clock.advance(hours=1)
    lead.sign_in("caseworker", staged.clock)
    galop.visitor.sign_in("galop_worker", staged.clock)
    assert act(lead, came_in, "/first-contact", {**CONTACT, "time": "10:30"}).status_code == 303
    assert "Lead Team, since first contact" in galop.visitor.get(f"/offers/{came_in}").text
    assert act(lead, came_in, "/finish", OUTCOME).status_code == 303
    page = galop.visitor.get(f"/offers/{came_in}").text
    assert "Needs met" in page
    assert act(galop.visitor, came_in, "/acknowledge", {}).status_code == 303
    assert "The loop is closed" in galop.visitor.get(f"/offers/{came_in}?done=acknowledged").text


def known_already(staged: Staged, galop: Sender) -> tuple[Reference, Reference]:
    """Give what Galop sent about somebody with the name and number of a person of the lead, and that person."""
    return galop.send(galop.ready(galop.person(), INTAKE)), staged.scene.person


def people(staged: Staged) -> int:
    with staged.app.state.database.system(reading=True) as session:
        return len(session.scalars(select(PersonRow.id), execution_options=SYSTEM).all())


def test_who_is_possibly_known_is_confirmed_by_somebody_before_a_record_is_made(staged: Staged, galop: Sender) -> None:
    offer, known = known_already(staged, galop)
    before = people(staged)
    lead = accept(staged, "caseworker", offer)
    page = lead.get(f"/cases/{offer}").text
    assert people(staged) == before
    assert "Possibly known: is it one of these?" in page
    assert known in page
    assert "Say who this is" in lead.get("/cases?show=taken").text
    version = hidden(page, "version")
    assert lead.submit(f"/cases/{offer}/person", {"version": version}).status_code == 422
    led_to(lead.submit(f"/cases/{offer}/person", {"person": known, "version": version}))
    page = lead.get(f"/cases/{offer}").text
    assert f"/people/{known}" in page
    assert "Told by" not in page
    assert people(staged) == before
    assert "case.matched" in kinds(staged.app)


def test_somebody_new_gets_a_record_of_their_own(staged: Staged, galop: Sender) -> None:
    offer, known = known_already(staged, galop)
    before, lead = people(staged), accept(staged, "caseworker", offer)
    version = hidden(lead.get(f"/cases/{offer}").text, "version")
    led_to(lead.submit(f"/cases/{offer}/person", {"person": "new", "version": version}))
    assert people(staged) == before + 1
    assert f"/people/{known}" not in lead.get(f"/cases/{offer}").text


def test_who_says_it_second_is_told_so_and_a_person_who_does_not_match_is_not_found(
    staged: Staged, galop: Sender
) -> None:
    offer, known = known_already(staged, galop)
    lead = accept(staged, "caseworker", offer)
    version = hidden(lead.get(f"/cases/{offer}").text, "version")
    stranger = {"person": staged.scene.foreign_person, "version": version}
    assert lead.submit(f"/cases/{offer}/person", stranger).status_code == 404
    led_to(lead.submit(f"/cases/{offer}/person", {"person": known, "version": version}))
    answer = lead.submit(f"/cases/{offer}/person", {"person": "new", "version": version})
    assert answer.status_code == 409
    assert "Somebody has said meanwhile who this is." in answer.text


def test_what_was_withdrawn_before_anybody_said_who_it_is_leaves_nothing(staged: Staged, galop: Sender) -> None:
    offer, known = known_already(staged, galop)
    lead = accept(staged, "caseworker", offer)
    version = hidden(lead.get(f"/cases/{offer}").text, "version")
    assert act(galop.visitor, offer, "/withdraw", {"reason": "by_person"}).status_code == 303
    page = lead.get(f"/cases/{offer}").text
    assert "nothing of the person is kept" in page
    assert NAME not in page
    answer = lead.submit(f"/cases/{offer}/person", {"person": known, "version": version})
    assert (answer.status_code, "can no longer be opened" in answer.text) == (403, True)


def test_an_intake_worker_reads_its_own_intakes_until_they_are_allocated(staged: Staged, came_in: Reference) -> None:
    intake = accept(staged, "intake", came_in)
    assert intake.get(f"/cases/{came_in}").status_code == 200
    assert case_of(staged.app, came_in).allocated_to is None
    assert came_in in intake.get("/cases?show=taken").text
    answer = act(intake, came_in, "/assign", {"worker": str(CONSORTIUM["caseworker"].id)})
    assert answer.headers["location"] == "/cases?done=handed-over"
    assert case_of(staged.app, came_in).allocated_to == CONSORTIUM["caseworker"].id
    for path in (f"/cases/{came_in}", f"/offers/{came_in}"):
        assert intake.get(path).status_code == 404
    assert came_in not in intake.get("/cases?show=taken").text
    assert staged.visitor("caseworker").get(f"/cases/{came_in}").status_code == 200


def test_an_intake_worker_sees_nothing_that_another_took_or_that_the_lead_sends_on(
    staged: Staged, came_in: Reference
) -> None:
    accept(staged, "caseworker", came_in)
    intake = staged.visitor("intake")
    for path in (f"/offers/{came_in}", f"/cases/{came_in}", f"/offers/{staged.scene.offer}"):
        assert intake.get(path).status_code == 404
    assert came_in not in intake.get("/cases").text
    assert intake.get("/people").status_code == 403


def test_a_forged_reference_and_another_organisations_case_look_alike(staged: Staged, came_in: Reference) -> None:
    accept(staged, "caseworker", came_in)
    lead, shelter = staged.visitor("caseworker"), staged.visitor("shelter_worker")
    assert lead.get("/cases/2222-22").status_code == lead.get("/cases/2222-23").status_code == 404
    assert lead.get("/cases/forged").status_code == 404
    assert shelter.get(f"/cases/{came_in}").status_code == 403
    assert shelter.get(f"/offers/{came_in}").status_code == 404


@pytest.mark.postgres
def test_on_postgresql_too_a_referral_comes_in_and_becomes_a_case(staged_on_postgresql: Staged) -> None:
    staged = staged_on_postgresql
    galop = referring_in(staged.visitor("galop_worker"))
    offer = galop.send(galop.ready(galop.person(CALM, **OTHER), INTAKE))
    intake = accept(staged, "intake", offer)
    assert "Told by Galop Team" in intake.get(f"/cases/{offer}").text
    assert case_of(staged.app, offer).da_level == "low_medium"
    answer = act(intake, offer, "/assign", {"worker": str(CONSORTIUM["colleague"].id)})
    assert answer.headers["location"] == "/cases?done=handed-over"
    assert intake.get(f"/cases/{offer}").status_code == 404
