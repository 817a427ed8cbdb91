"""The pages of rights: a request, its pack with what is left out, who saw what, holds, and the way to erasure."""

import html
import re
from uuid import uuid4

import pytest
from sqlmodel import select

from portal.people.tables import PersonRow
from tests.kit import Visitor
from tests.portal.sharing.test_ledger import the_person
from tests.scene import DASH, INCIDENT, MARAC, NAME, NEWCOMER, PHONE, WORD, Lead
from tests.staged import Staged

DAY = {"received_day": "20", "received_month": "11", "received_year": "2026"}
ACCESS = {"kind": "access", "asker": "person", "words": "Everything, please.", **DAY}
CHECKED = {"step": "identified", "check": "document"}


def raised(staged: Staged, person: str = "", **changes: str) -> tuple[str, Visitor]:
    """Raise a request of a person, at first the scene's, as a caseworker; give its address and governance."""
    caseworker, governance = staged.visitor("caseworker"), staged.visitor("governance")
    answer = caseworker.submit(f"/people/{person or staged.scene.person}/rights", {**ACCESS, **changes})
    assert answer.status_code == 303, answer.text
    found = re.search(r'href="(/rights/[0-9A-Z]{4}-[0-9A-Z]{2})"', governance.get("/rights").text)
    assert found is not None
    return found[1], governance


def pack(staged: Staged, person: str = "") -> tuple[str, Visitor]:
    path, governance = raised(staged, person)
    assert governance.submit(f"{path}/step", CHECKED).status_code == 303
    return path, governance


def saved(path: str, governance: Visitor) -> str:
    answer = governance.submit(f"{path}/pack/file")
    assert answer.headers["content-disposition"] == f'attachment; filename="{path.removeprefix("/rights/")}.html"'
    return html.unescape(answer.text)


def test_a_request_waits_for_the_identity_and_then_has_a_month(staged: Staged) -> None:
    path, governance = raised(staged)
    page = governance.get(path).text
    assert "The month begins when who is asking is checked" in page
    assert f'href="{path}/pack"' not in page
    governance.submit(f"{path}/step", CHECKED)
    assert "Answer by 23 December 2026" in governance.get(path).text


def test_mar_24_top_17_the_pack_has_everything_but_what_is_held_back_and_does_not_name_that(staged: Staged) -> None:
    path, governance = pack(staged)
    paper = saved(path, governance)
    for told in (NAME, PHONE, WORD, "Risk assessment", "What you agreed to share", INCIDENT, "Who saw your record"):
        assert told in paper, told
    assert "MARAC referral" not in paper
    assert MARAC["narrative"] not in paper
    assert "Somebody Example" not in paper
    preview = html.unescape(governance.get(f"{path}/pack").text)
    assert "MARAC referral" in preview
    assert MARAC["narrative"] not in preview


def test_mar_24_what_is_held_back_goes_in_when_a_second_person_releases_it(staged: Staged) -> None:
    path, governance = pack(staged)
    key = held(governance.get(f"{path}/pack").text)
    form = {"item": key, "number": "1", "treatment": "include"}
    assert governance.submit(f"{path}/pack/item", form).status_code == 303
    assert MARAC["narrative"] not in saved(path, governance)
    assert governance.submit(f"{path}/pack/release", form).status_code == 409
    manager = staged.visitor("lead_manager")
    assert "Release it as the second person" in manager.get(f"{path}/pack").text
    assert manager.submit(f"{path}/pack/release", form).status_code == 303
    assert MARAC["narrative"] in saved(path, governance)


def held(page: str) -> str:
    found = re.search(r'name="item" value="(marac_referral:[0-9a-f-]+)"', page)
    assert found is not None
    return found[1]


def test_an_item_is_redacted_with_a_ground_and_never_without(staged: Staged) -> None:
    path, governance = pack(staged)
    found = re.search(r'name="item" value="(person:[0-9a-f-]+)"', governance.get(f"{path}/pack").text)
    assert found is not None
    form = {"item": found[1], "number": "1", "treatment": "redact"}
    assert "Choose why this item is left out" in governance.submit(f"{path}/pack/item", form).text
    assert governance.submit(f"{path}/pack/item", form, ground="serious_harm").status_code == 303
    paper = saved(path, governance)
    assert "Left out: it would probably cause serious harm to somebody." in paper
    assert governance.submit(f"{path}/pack/item", form, item="person:nobody", ground="serious_harm").status_code == 404


WORDS = f"Ring her on {PHONE}; her sister is on 07700 900555. Somebody Example was seen."


def written(staged: Staged) -> tuple[str, Visitor]:
    """Let a partner write to the lead about somebody, and attach a file; raise a request for the pack of them."""
    worker, offer = staged.visitor("shelter_worker"), staged.scene.offers["active"]
    assert worker.submit(f"/offers/{offer}/message", {"text": WORDS}).status_code == 303
    sent = {"_csrf": worker.csrf, "_key": uuid4().hex, "version": "1", "label": "A letter"}
    answer = worker.post(f"/offers/{offer}/attach", data=sent, files={"file": ("Wilhelmina.txt", b"marmalade")})
    assert answer.status_code == 303, answer.text
    person, dash = the_person(staged, offer), {**DASH, "harmer": "Somebody Example"}
    assert staged.visitor("caseworker").submit(f"/people/{person}/risk/new", dash).status_code == 303
    return pack(staged, person)


def test_rights_9_5_words_of_a_partner_go_in_without_others_until_somebody_gives_them_whole(staged: Staged) -> None:
    path, governance = written(staged)
    paper = saved(path, governance)
    assert f"Ring her on {PHONE}; her sister is on [left out: about somebody else]. [left out" in paper
    assert "900555" not in paper
    assert "Somebody Example" not in paper
    page = html.unescape(governance.get(f"{path}/pack").text)
    assert "about somebody else are left out by default" in page
    key = re.search(r'value="(message:[0-9a-f-]+)"(?:(?!value="message).)*?Give the words whole', page, re.DOTALL)
    assert key is not None
    form = {"item": key[1], "number": "1", "treatment": "include"}
    assert governance.submit(f"{path}/pack/item", form).status_code == 303
    assert WORDS in saved(path, governance)


def test_rights_9_5_a_file_is_listed_by_name_and_given_when_it_was_decided(staged: Staged) -> None:
    path, governance = written(staged)
    name = f"{staged.scene.offers['active']}-1.txt"
    assert name in saved(path, governance)
    assert f"{name} (given with this)" not in saved(path, governance)
    found = re.search(r'value="attachment:([0-9a-f-]+)"', governance.get(f"{path}/pack").text)
    assert found is not None
    assert governance.get(f"{path}/pack/files/{found[1]}").status_code == 409
    assert governance.get(f"{path}/pack/files/{uuid4()}").status_code == 404
    form = {"item": f"attachment:{found[1]}", "number": "1", "treatment": "include"}
    assert governance.submit(f"{path}/pack/item", form).status_code == 303
    assert f"{name} (given with this)" in saved(path, governance)
    given = governance.get(f"{path}/pack/files/{found[1]}")
    assert (given.content, given.headers["content-disposition"]) == (b"marmalade", f'attachment; filename="{name}"')


def test_who_saw_what_has_names_for_governance_and_roles_in_the_pack(staged: Staged) -> None:
    path, governance = pack(staged)
    page = governance.get(f"{path}/readings").text
    assert "Caseworker" in page
    assert "Lead Team" in page
    paper = saved(path, governance)
    assert "Lead Team, lead caseworker" in paper
    assert "Caseworker" not in paper.replace("lead caseworker", "")


def test_sar_01_who_may_be_causing_harm_gets_no_pack_and_two_people_answer(staged: Staged) -> None:
    path, governance = raised(staged, asker="other_party")
    governance.submit(f"{path}/step", CHECKED)
    assert "Neither confirm nor deny" in html.unescape(governance.get(path).text)
    assert governance.get(f"{path}/pack").status_code == 403
    assert governance.submit(f"{path}/answer", {"answer": "given"}).status_code == 403
    assert governance.submit(f"{path}/answer", {"answer": "neither"}).status_code == 303
    assert governance.submit(f"{path}/second", {"second": "agree"}).status_code == 403
    manager = staged.visitor("lead_manager")
    assert manager.submit(f"{path}/second", {"second": "agree"}).status_code == 303
    assert "Neither confirmed nor denied" in manager.get(path).text


def test_rights_9_5_a_correction_is_refused_with_a_reason_and_a_statement_may_stand_beside_it(staged: Staged) -> None:
    path, governance = raised(staged, kind="correction", words="The score is wrong.")
    governance.submit(f"{path}/step", CHECKED)
    assert "Answer by 23 December 2026" in governance.get(path).text
    without = governance.submit(f"{path}/answer", {"answer": "refused"})
    assert (without.status_code, "Enter why it is not given" in without.text) == (422, True)
    reason = {"answer": "refused", "reason": "The score is what was answered on that day."}
    assert governance.submit(f"{path}/answer", reason).status_code == 303
    page = html.unescape(governance.get(path).text)
    assert reason["reason"] in page
    assert "have their own words stand beside it" in page
    said = {"about": "risk", "words": "It felt safer than that."}
    staged.visitor("caseworker").submit(f"/people/{staged.scene.person}/statements", said)
    mine, governed = pack(staged)
    paper = saved(mine, governed)
    assert said["words"] in paper
    assert reason["reason"] in paper


def test_ret_01_an_erasure_is_refused_with_every_reason_while_something_goes_on_or_is_held(staged: Staged) -> None:
    path, governance = raised(staged, kind="erasure")
    governance.submit(f"{path}/step", CHECKED)
    answer = governance.submit(f"/people/{staged.scene.person}/rights/hold", {"reason": "inquest"})
    assert answer.headers["location"].endswith("?done=held")
    page = html.unescape(governance.submit(f"{path}/answer", {"answer": "erased"}).text)
    assert "A legal hold suspends it: an inquest." in page
    assert "A legal hold suspends it: the person asked to see it." in page


def test_ret_03_two_people_erase_and_nobody_finds_the_person_any_more(staged: Staged) -> None:
    caseworker, governance, manager = (staged.visitor(key) for key in ("caseworker", "governance", "lead_manager"))
    person = f"/people/{Lead(caseworker).added(**NEWCOMER)}"
    caseworker.submit(f"{person}/rights", {**ACCESS, "kind": "erasure"})
    found = re.search(r'href="(/rights/[0-9A-Z]{4}-[0-9A-Z]{2})"', governance.get("/rights").text)
    assert found is not None
    path = found[1]
    governance.submit(f"{path}/step", CHECKED)
    assert governance.submit(f"{path}/answer", {"answer": "erased"}).status_code == 303
    answer = manager.submit(f"{path}/second", {"second": "agree"})
    assert answer.headers["location"] == "/rights?done=erased"
    for address in (person, f"{person}/rights", path):
        assert manager.get(address).status_code == 404
    sought = {name: NEWCOMER[name] for name in NEWCOMER if name.startswith(("name", "birth", "phone"))}
    assert person not in caseworker.submit("/people/find", sought).text
    with staged.app.state.database.system() as session:
        row = session.exec(select(PersonRow).where(PersonRow.reference == person.rsplit("/", 1)[1])).one()
    assert (row.sealed_key, row.sealed_identity) == (None, b"")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"kind": ""}, "Choose what is asked for"),
        ({"asker": "the cat"}, "Choose who asked"),
        ({"received_day": "31"}, "The day on which it was received must be a real date"),
        ({"received_day": "24"}, "The day on which it was received must be today or earlier"),
        ({"received_day": "", "received_month": "", "received_year": ""}, "Enter the day on which it was received"),
    ],
)
def test_a_request_that_cannot_be_is_explained_and_nothing_typed_is_lost(
    staged: Staged, form: dict[str, str], told: str
) -> None:
    answer = staged.visitor("caseworker").submit(f"/people/{staged.scene.person}/rights", {**ACCESS, **form})
    assert answer.status_code == 422
    assert told in answer.text
    assert "Everything, please." in answer.text


def test_a_hold_needs_a_reason_and_is_lifted_once(staged: Staged) -> None:
    governance, path = staged.visitor("governance"), f"/people/{staged.scene.person}/rights"
    assert "Choose why the record must be kept" in governance.submit(f"{path}/hold", {}).text
    governance.submit(f"{path}/hold", {"reason": "claim"})
    page = governance.get(path).text
    assert "To be looked at again by 21 February 2027." in page
    found = re.search(r'name="hold" value="([0-9a-f-]+)"', page)
    assert found is not None
    assert governance.submit(f"{path}/lift", {"hold": found[1]}).status_code == 303
    assert governance.submit(f"{path}/lift", {"hold": found[1]}).status_code == 404
    assert governance.submit(f"{path}/lift", {"hold": "nonsense"}).status_code == 422
