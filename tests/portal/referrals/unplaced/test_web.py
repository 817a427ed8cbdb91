"""The queue of needs that came back, over HTTP: in order, with why, and inside the consent already given."""

import re

import msgspec
import pytest

from portal.audit import store as audit
from tests.builders import GALOP
from tests.portal.referrals.lead import expire, words
from tests.portal.test_counts import heard
from tests.scene import ADVOCACY, INTAKE, NAME, PHONE
from tests.staged import Staged


def queued(staged: Staged, key: str = "lead_manager") -> list[str]:
    return re.findall(r'id="request-([\w-]+)"', staged.visitor(key).get("/unplaced").text)


def test_the_queue_says_why_and_asks_only_those_to_whom_the_person_agreed(staged: Staged) -> None:
    page = staged.visitor("lead_manager").get("/unplaced").text
    told = words(page)
    assert set(queued(staged)) == {staged.scene.requests[s] for s in ("declined", "withdrawn", "misdirected")}
    assert "Shelter Team, Housing advice, declined today 08:00: no capacity, as the service chose." in told
    assert "Ask Galop Team" in told
    assert "Youth work" not in told
    assert not any(canary in page for canary in (NAME, PHONE))


def test_the_leads_own_services_are_never_among_who_could_be_asked(staged: Staged) -> None:
    request = staged.scene.requests["declined"]
    for path in ("/unplaced", f"/requests/{request}"):
        page = staged.visitor("lead_manager").get(path).text
        assert str(ADVOCACY) in page
        assert str(INTAKE) not in page
        assert "Lead Team, Intake" not in page


def test_cons_22_without_consent_the_person_is_asked_first(staged: Staged) -> None:
    lead, request = staged.visitor("caseworker"), staged.scene.requests["declined"]
    person = re.search(r'href="/people/([\w-]+)"', lead.get(f"/requests/{request}").text)
    assert person is not None
    refusal = {"reply": "no", "purpose": "support_referral", "method": "verbal", "alone": "yes"}
    path = f"/people/{person[1]}/consent"
    answer = lead.submit(path, refusal, organisation=str(GALOP), limits_explained="yes")
    assert answer.status_code == 303
    page = lead.get(f"/requests/{request}").text
    assert "Ask the person first" in page
    assert "Ask Galop Team" not in page
    assert f"{path}?organisation={GALOP}" in page


def test_who_was_asked_before_comes_after_who_was_not(staged: Staged) -> None:
    page = words(staged.visitor("caseworker").get(f"/requests/{staged.scene.requests['declined']}").text)
    assert page.index("Ask Galop Team") < page.index("Ask Shelter Team again")
    assert "Asked before: declined." in page


def test_high_risk_comes_first_and_what_came_back_longest_ago_before_the_rest(staged: Staged) -> None:
    staged.clock.advance(days=6)
    expire(staged)
    scene, found = staged.scene, queued(staged)
    order = [scene.requests[s] for s in ("declined", "sent", "standard")]
    assert [each for each in found if each in order] == order


def test_a_caseworker_finds_the_queue_too_and_a_second_page_leads_back(staged: Staged) -> None:
    page = staged.visitor("caseworker").get("/unplaced", params={"after": "5b2230225d"})
    assert page.status_code == 200
    assert "Back to the first page" in page.text
    assert staged.visitor("caseworker").get("/unplaced", params={"after": "nonsense"}).status_code == 422


def test_p10_what_is_read_of_each_person_is_recorded(staged: Staged) -> None:
    number = len(queued(staged))
    with staged.app.state.database.system(reading=True) as session:
        read = [e for e in audit.entries(session) if e.kind == "person.read"][-number:]
    fields = [msgspec.json.decode(e.body)["detail"]["fields"] for e in read]
    assert fields == [["birth_date", "borough", "language"]] * number


@pytest.mark.usefixtures("staged_on_each")
def test_the_queue_takes_as_few_statements_for_many_needs_as_for_few(staged_on_each: Staged) -> None:
    counts = []
    for days in (0, 7):
        staged_on_each.clock.advance(days=days)
        expire(staged_on_each)
        manager = staged_on_each.visitor("lead_manager")
        with heard(staged_on_each) as found:
            assert manager.get("/unplaced").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] <= 12, counts


def test_an_empty_queue_says_what_will_appear(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    for request in queued(staged):
        version = re.search(r'name="version" value="(\d+)"', lead.get(f"/requests/{request}").text)
        assert version is not None
        lead.submit(f"/requests/{request}/hold", {"version": version[1]})
    assert "Nothing has come back." in lead.get("/unplaced").text
