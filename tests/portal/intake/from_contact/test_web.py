"""From a contact to a referral in one step: prefilled, consent asked, the ward told the minimum, of its staff none."""

import re
from collections.abc import Mapping

from sqlmodel import col, select

from portal.database import SYSTEM
from portal.intake.tables import CaseRow
from tests.colocations.contacts.builders import COMMON
from tests.portal.intake.entries import ENTRY
from tests.scene import NEED, SITES
from tests.staged import Staged

TALK: Mapping[str, str] = {
    **{name: str(value) for name, value in COMMON.items() if name != "outcome_client"},
    "then": "refer",
    "staff_role": "midwife",
    "note": "Notecanary said on the ward",
    "department": "Maternity",
    "disclosed_day": "20",
    "disclosed_month": "11",
    "disclosed_year": "2026",
    "inpatient": "yes",
}
SITE, WARD = "Alder Hospital", "Maternity"


def led_to(staged: Staged, **changes: str) -> str:
    answer = staged.visitor("idva").submit("/contacts/new", {**TALK, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def cases_of(staged: Staged) -> list[str]:
    """Give which agency each case names, in the order of the cases."""
    with staged.app.state.database.system(reading=True) as session:
        wanted = select(CaseRow.agency).order_by(col(CaseRow.id))
        return list(session.exec(wanted, execution_options=SYSTEM))


def test_save_and_refer_opens_the_referral_prefilled_and_the_request_keeps_where_it_came_from(staged: Staged) -> None:
    idva = staged.visitor("idva")
    address = led_to(staged, person=staged.scene.person)
    assert re.fullmatch(rf"/refer/{staged.scene.person}\?contact=....-..", address)
    page = idva.get(address).text
    for words in ("Notecanary", f"{WARD}, {SITE}", "Sent by: midwife", "3 days before", "In hospital"):
        assert words in page
    assert "Thank you, we have received your referral" in page
    assert f'href="/people/{staged.scene.person}/consent"' in page
    contact = address[-7:]
    answer = idva.submit(f"/refer/{staged.scene.person}", NEED, contact=contact)
    request = str(answer.headers["location"]).split("/")[-1].partition("?")[0]
    kept = idva.get(f"/requests/{request}").text
    assert f"{WARD}, {SITE}" in kept
    assert "Notecanary" not in kept
    assert contact in idva.get(f"/contacts/{contact}").text


def test_a_new_person_is_taken_in_prefilled_linked_and_then_referred(staged: Staged) -> None:
    idva, address = staged.visitor("idva"), led_to(staged)
    contact = address.removeprefix("/intake/new?contact=")
    page = idva.get(address).text
    assert f'value="{SITE}, {WARD}"' in page
    assert "Sent by: midwife" in page
    wrong = idva.submit("/intake/new", ENTRY, contact=contact, birth_date="40 5 1990")
    assert (wrong.status_code, contact in wrong.text, "Sent by: midwife" in wrong.text) == (422, True, True)
    answer = idva.submit("/intake/new", ENTRY, contact=contact)
    on = str(answer.headers["location"])
    assert re.fullmatch(rf"/refer/....-..\?contact={contact}", on)
    assert "Notecanary" in idva.get(on).text
    assert "To link" not in idva.get("/my-site").text
    person = on.split("/")[2].partition("?")[0]
    assert idva.get(f"/people/{person}").status_code == 200


def test_a_new_person_who_needs_no_referral_is_taken_in_and_the_case_opens(staged: Staged) -> None:
    address = led_to(staged, then="save", outcome_client="supported")
    assert address == "/my-site?done=to_link"
    idva = staged.visitor("idva")
    found = re.search(r"/intake/new\?contact=(....-..)", idva.get("/my-site").text)
    assert found is not None
    case = str(idva.submit("/intake/new", ENTRY, contact=found[1]).headers["location"])
    assert re.fullmatch(r"/cases/....-..\?done=taken-in", case)
    assert idva.get(case).status_code == 200
    assert "To link" not in idva.get("/my-site").text


def test_top_14_a_case_does_not_name_the_hospital_any_more_once_its_contact_is_kept_apart(staged: Staged) -> None:
    idva, address = staged.visitor("idva"), led_to(staged)
    contact = address.removeprefix("/intake/new?contact=")
    entry = {**ENTRY, "source": "other_agency", "agency": f"{SITE}, {WARD}"}
    assert idva.submit("/intake/new", entry, contact=contact).status_code == 303
    before = cases_of(staged)
    assert f"{SITE}, {WARD}" in before
    assert idva.submit(f"/contacts/{contact}/keep-apart").status_code == 303
    assert SITE not in "".join(cases_of(staged))
    assert cases_of(staged).count("Not named") == 1
    assert idva.submit(f"/contacts/{contact}/keep-apart/undo", {"why": "mistaken"}).status_code == 303
    assert cases_of(staged) == before


def test_advice_that_leads_to_a_referral_goes_on_to_who_it_is_about(staged: Staged) -> None:
    advice = {"kind": "consultation", "purpose_consultation": "advice", "staff_role_consultation": "doctor"}
    address = led_to(staged, **advice)
    idva, contact = staged.visitor("idva"), address.removeprefix("/intake/new?contact=")
    assert "Sent by: doctor" in idva.get(address).text
    answer = idva.submit("/intake/new", ENTRY, contact=contact)
    assert re.fullmatch(rf"/refer/....-..\?contact={contact}", str(answer.headers["location"]))


def test_a_contact_of_somebody_else_or_about_somebody_else_is_missing(staged: Staged) -> None:
    contact = led_to(staged, person=staged.scene.person)[-7:]
    other = staged.visitor("caseworker")
    for path in (f"/refer/{staged.scene.person}?contact={contact}", f"/intake/new?contact={contact}"):
        assert other.get(path).status_code == 404
    assert other.submit(f"/refer/{staged.scene.person}", NEED, contact=contact).status_code == 404
    assert other.submit("/intake/new", ENTRY, contact=contact).status_code == 404
    idva = staged.visitor("idva")
    elsewhere = idva.submit("/people/new", {"name": "Wren Specimen", "borough": "hackney"})
    assert elsewhere.status_code == 303
    whom = str(elsewhere.headers["location"]).removeprefix("/people/").partition("?")[0]
    assert idva.get(f"/refer/{whom}?contact={contact}").status_code == 404
    assert (
        idva.get(f"/contacts/{contact}/refer").headers["location"] == f"/refer/{staged.scene.person}?contact={contact}"
    )


def test_top_14_of_the_hosts_own_staff_the_host_learns_nothing_and_no_referral_names_it(staged: Staged) -> None:
    idva = staged.visitor("idva")
    before = staged.visitor("sponsor").get("/our-sites").text
    address = led_to(staged, apart="yes", person=staged.scene.person)
    contact = address[-7:]
    pages = {path: idva.get(path).text for path in (address, f"/contacts/{contact}")}
    for page in pages.values():
        assert "The ward is told nothing" in page
        assert "received your referral" not in page
    assert SITE not in pages[address]
    assert WARD not in pages[address]
    answer = idva.submit(f"/refer/{staged.scene.person}", NEED, contact=contact)
    request = str(answer.headers["location"]).split("/")[-1].partition("?")[0]
    kept = idva.get(f"/requests/{request}").text
    assert "The ward is told nothing" in kept
    assert SITE not in kept
    fresh = idva.get(led_to(staged, apart="yes")).text
    assert SITE not in fresh
    assert re.search(r'value="self_referral" selected', fresh)
    sponsor = staged.visitor("sponsor")
    assert counted(sponsor.get("/our-sites").text) == counted(before)
    for page in (sponsor.get("/our-sites").text, staged.visitor("coordinator").get(f"/co-locations/{SITES[0]}").text):
        assert not [word for word in (contact, "Notecanary", staged.scene.person) if word in page]


def test_a_contact_stands_in_the_persons_record_for_those_who_may_open_it(staged: Staged) -> None:
    led_to(staged, person=staged.scene.person)
    lead, path = staged.visitor("caseworker"), f"/people/{staged.scene.person}/at-sites"
    assert f'href="{path}"' in lead.get(f"/people/{staged.scene.person}").text
    page = lead.get(path).text
    for words in ("Notecanary", f"{WARD}, {SITE}", "Bedside"):
        assert words in page
    for key in ("galop_worker", "shelter_worker"):
        assert staged.visitor(key).get(path).status_code == 404
    log = f'href="/contacts/new?person={staged.scene.person}"'
    assert (log in staged.visitor("idva").get(path).text, log in page) == (True, False)


def test_top_17_of_a_restricted_person_nobody_outside_the_team_finds_a_contact_not_even_its_author(
    staged: Staged,
) -> None:
    person = staged.scene.person
    contact = led_to(staged, person=person)[-7:]
    idva, team = staged.visitor("idva"), staged.visitor("caseworker")
    assert contact in idva.get("/my-site").text
    assert team.submit(f"/people/{person}/team/restrict", {"restricting": "staff_connected"}).status_code == 303
    assert contact not in idva.get("/my-site").text
    assert idva.get(f"/contacts/{contact}").status_code == 404
    told = [
        re.findall(r"There is no record[^<]*", idva.submit("/contacts/new", {**TALK, "person": each}).text)
        for each in (person, "2222-22")
    ]
    assert told[0] == told[1] != []
    assert "Notecanary" in team.get(f"/people/{person}/at-sites").text


def counted(page: str) -> list[str]:
    """Give every number that a page shows."""
    return re.findall(r">\s*([^<]*\d[^<]*)<", re.sub(r'nonce="[^"]*"|value="[^"]*"', "", page))
