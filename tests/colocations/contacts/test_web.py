"""The log in the browser's place: the form remembers, keeps and refuses; what waits stands on the own site."""

import re
from uuid import UUID

from msgspec.structs import replace

from colocations.rota import store as shifts
from colocations.sites.hours.model import Period
from tests.builders import CONSORTIUM, LEAD
from tests.colocations.conftest import Sited
from tests.colocations.contacts.builders import COMMON
from tests.colocations.rota.builders import a_shift

TYPED = {name: str(value) for name, value in COMMON.items()}


def checked(page: str) -> set[str]:
    """Give what is chosen on a form: name and value of each tile that is pressed."""
    tiles = re.findall(r'type="radio" name="([^"]+)" value="([^"]+)"[^>]* checked', page)
    return {f"{name}={value}" for name, value in tiles}


def reference_of(page: str) -> str:
    """Give the reference of the first contact that a page leads to."""
    found = re.search(r'href="/contacts/(....-..)"', page)
    assert found is not None
    return found[1]


def test_the_form_begins_with_what_was_chosen_last_and_never_with_what_came_of_it(sited: Sited) -> None:
    idva = sited.visitor("idva")
    first = idva.get("/contacts/new").text
    assert "kind=client" in checked(first)
    assert not {"manner=bedside", "minutes=15"} & checked(first)
    answer = idva.submit("/contacts/new", {**TYPED, "note": "Canary", "then": "save"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/my-site?done=to_link")
    after = idva.get("/contacts/new").text
    assert {"kind=client", "manner=bedside", "minutes=15", "purpose_client=support"} <= checked(after)
    assert not [each for each in checked(after) if each.startswith("outcome_client")]
    assert '<option value="A&amp;E" selected>' in after
    idva.submit("/contacts/new", {**TYPED, "kind": "ward_round", "purpose_ward_round": "follow_up", "then": "save"})
    later = checked(idva.get("/contacts/new").text)
    assert {"kind=client", "purpose_client=support", "purpose_ward_round=follow_up"} <= later
    assert "Canary" not in after


def test_the_form_names_the_person_whose_record_led_there_and_no_half_written_one_takes_the_name(
    sited: Sited,
) -> None:
    idva = sited.visitor("idva")
    fresh = idva.get("/contacts/new?person=7QK2-M9").text
    assert "about=reference" in checked(fresh)
    assert 'value="7QK2-M9"' in fresh
    idva.submit("/contacts/draft", {**TYPED, "note": "About somebody else"})
    half = idva.get("/contacts/new?person=7QK2-M9").text
    assert "About somebody else" in half
    assert 'value="7QK2-M9"' not in half


def test_top_14_a_contact_is_kept_apart_from_the_host_later_asked_twice_and_undone_with_a_reason(
    sited: Sited,
) -> None:
    idva = sited.visitor("idva")
    idva.submit("/contacts/new", {**TYPED, "then": "save"})
    path = f"/contacts/{reference_of(idva.get('/my-site').text)}"
    assert f'href="{path}/keep-apart"' in idva.get(path).text
    assert "You can undo it within 24 hours" in idva.get(f"{path}/keep-apart").text
    answer = idva.submit(f"{path}/keep-apart", {})
    assert answer.headers["location"] == "/my-site?done=kept_apart"
    assert "the ward is told nothing" in idva.get("/my-site?done=kept_apart").text
    after = idva.get(path).text
    assert "The ward is told nothing: the person works for the host." in after
    assert f'href="{path}/keep-apart"' not in after
    assert idva.submit(f"{path}/keep-apart", {}).status_code == idva.get(f"{path}/keep-apart").status_code == 409
    undo = f"{path}/keep-apart/undo"
    assert f'href="{undo}"' in after
    assert "until tomorrow 10:00" in idva.get(undo).text
    unsaid = idva.submit(undo, {})
    assert (unsaid.status_code, "Choose why it is not kept apart any more" in unsaid.text) == (422, True)
    assert idva.submit(undo, {"why": "slip"}).headers["location"] == "/my-site?done=not_apart"
    assert "it counts for the site again" in idva.get("/my-site?done=not_apart").text
    assert idva.get(undo).status_code == 409


def test_what_is_wrong_is_told_in_words_and_nothing_typed_is_lost(sited: Sited) -> None:
    idva = sited.visitor("idva")
    wrong = {**TYPED, "minutes": "other", "minutes_other": "900", "note": "Keep this", "department": "Ward 9"}
    answer = idva.submit("/contacts/new", wrong)
    assert answer.status_code == 422
    assert "The length must be 1 to 600 minutes" in answer.text
    assert "Keep this" in answer.text
    assert {"manner=bedside", "minutes=other"} <= checked(answer.text)
    for fields, told in (
        ({"department": "Ward 9"}, "Choose a ward or department of this site"),
        ({"site": "5555-55"}, "You were not placed at this site"),
        ({"person": "2222-22"}, "There is no record with this reference that you can open"),
        ({"on_day": "24", "on_month": "12", "on_year": "2026"}, "The contact cannot be in the future"),
    ):
        answer = idva.submit("/contacts/new", {**TYPED, **fields})
        assert answer.status_code == 422
        assert told in answer.text
    assert "Nothing is logged today" in idva.get("/my-site").text


def test_what_is_half_written_waits_for_its_author_alone_until_it_is_logged(sited: Sited) -> None:
    idva = sited.visitor("idva")
    kept = idva.submit("/contacts/draft", {**TYPED, "note": "Half a note"})
    assert (kept.status_code, "It is not logged yet" in kept.text) == (200, True)
    again = sited.visitor("idva").get("/contacts/new").text
    assert "You left this half written" in again
    assert "Half a note" in again
    idva.submit("/contacts/new", {**TYPED, "note": "Half a note", "then": "save"})
    assert "Half a note" not in idva.get("/contacts/new").text
    idva.submit("/contacts/draft", {**TYPED, "note": "Another half"})
    assert idva.submit("/contacts/draft/drop", {}).headers["location"] == "/contacts/new"
    assert "Another half" not in idva.get("/contacts/new").text


def test_what_waits_stands_on_the_own_site_until_it_is_done(sited: Sited) -> None:
    idva = sited.visitor("idva")
    idva.submit("/contacts/new", {**TYPED, "outcome_client": "call_back", "call_back_time": "15:30", "note": "Ring"})
    mine = idva.get("/my-site").text
    assert "To link" in mine
    assert "today 15:30" in mine
    reference = reference_of(mine)
    assert f"/intake/new?contact={reference}" in mine
    assert "Ring" in idva.get(f"/contacts/{reference}").text
    assert idva.submit(f"/contacts/{reference}/called-back", {}).headers["location"] == "/my-site?done=called_back"
    assert "Call back:" not in idva.get("/my-site").text
    for person, told in (("nobody", "Enter a reference"), ("2222-22", "that you can open")):
        answer = idva.submit(f"/contacts/{reference}/link", {"person": person})
        assert (answer.status_code, told in answer.text, person in answer.text) == (422, True, True)
    for key in ("caseworker", "lead_manager", "coordinator", "sponsor"):
        assert sited.visitor(key).get(f"/contacts/{reference}").status_code == 403


def test_a_session_is_planned_told_of_the_quiet_time_and_logged_in_two_presses(sited: Sited) -> None:
    idva = sited.visitor("idva")
    quiet = {"department": "Maternity", "days": ["0", "1", "2"], "opens": "14:00", "closes": "16:00"}
    assert idva.submit("/co-locations/4444-44/quiet-times", quiet).status_code == 303
    assert "Monday, Tuesday, Wednesday, 14:00 to 16:00" in idva.get("/co-locations/4444-44/quiet-times").text
    day = {"on_day": "24", "on_month": "11", "on_year": "2026"}
    plan = {"site": "4444-44", "purpose": "visibility", "department": "Maternity", "minutes": "40", **day}
    assert "Enter the time" in idva.submit("/my-site/sessions", plan).text
    past = idva.submit("/my-site/sessions", {**plan, "on_day": "1", "time": "10:00"})
    assert (past.status_code, "A session is planned ahead" in past.text) == (422, True)
    for clock in ("10:00", "14:30"):
        assert idva.submit("/my-site/sessions", {**plan, "time": clock}).status_code == 303
    page = idva.get("/my-site/sessions").text
    assert page.count("Outside the quiet time of Maternity") == 1
    planned = re.findall(r"/contacts/new\?planned=([0-9a-f-]{36})", page)
    sited.clock.advance(days=1)
    idva = sited.visitor("idva")
    form = idva.get(f"/contacts/new?planned={planned[0]}").text
    assert {"kind=ward_round", "minutes=other", "purpose_ward_round=visibility"} <= checked(form)
    assert 'value="40"' in form
    ready = {"kind": "ward_round", "purpose_ward_round": "visibility", "minutes": "40", "planned": planned[0]}
    answer = idva.submit("/contacts/new", {**ready, "site": "4444-44", "department": "Maternity", "then": "save"})
    assert answer.headers["location"] == "/my-site?done=logged"
    mine = idva.get("/my-site").text
    assert "Ward round, Maternity, 40 min, done" in mine
    assert idva.submit(f"/my-site/sessions/{planned[1]}/cancel", {}).status_code == 303
    assert "Nothing is planned" in idva.get("/my-site/sessions").text


def test_a_form_sent_twice_from_two_tabs_is_one_contact_and_a_changed_one_is_refused(sited: Sited) -> None:
    idva = sited.visitor("idva")
    page = idva.get("/contacts/new").text
    made = re.search(r'name="contact_id" value="([^"]+)"', page)
    assert made is not None
    form = {**TYPED, "contact_id": made[1], "then": "save"}
    sited.clock.advance(minutes=1)
    first = idva.submit("/contacts/new", form)
    sited.clock.advance(minutes=30)
    idva = sited.visitor("idva")
    again = idva.submit("/contacts/new", form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert len(re.findall(r"\d\d:\d\d <a class", idva.get("/my-site").text)) == 1
    assert idva.submit("/contacts/new", {**form, "minutes": "45"}).status_code == 409


def test_a_shift_says_where_and_in_which_department_the_form_begins(sited: Sited) -> None:
    nine, five = (sited.clock().replace(hour=hour) for hour in (9, 17))
    shift = a_shift(worker_id=CONSORTIUM["idva"].id, site_id=UUID(int=0x51), department="Maternity")
    with sited.app.state.database.transaction(sited.app.state.database.open(LEAD)) as session:
        moved = replace(shift, period=Period(starts_at=nine, ends_at=five))
        shifts.add(session, moved, LEAD, by=CONSORTIUM["coordinator"].id, at=nine)
    idva = sited.visitor("idva")
    assert '<option value="Maternity" selected>' in idva.get("/contacts/new").text
    idva.submit("/contacts/new", {**TYPED, "then": "save"})
    assert '<option value="Maternity" selected>' in idva.get("/contacts/new").text


def test_the_coordinator_reads_how_many_wait_too_long_and_nothing_else(sited: Sited) -> None:
    idva = sited.visitor("idva")
    idva.submit("/contacts/new", {**TYPED, "note": "Canary", "then": "save"})
    assert "to be linked" not in sited.visitor("coordinator").get("/co-locations").text
    sited.clock.advance(days=2)
    board = sited.visitor("coordinator").get("/co-locations").text
    assert "1 contact waits to be linked to a person for more than a working day" in board
    assert "Canary" not in board
    assert "to be linked" not in sited.visitor("idva").get("/co-locations").text
