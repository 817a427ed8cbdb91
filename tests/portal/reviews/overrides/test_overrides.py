"""Overrides over HTTP: a reason, a second person who is somebody else, and the list of information governance."""

import html
import re
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from httpx import Response
from sqlmodel import select

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Ground
from lvws_core.ids import Reference
from lvws_core.vocabulary import ConflictKind
from partners.directory.model import Terms
from partners.directory.tables import RemitRow
from portal.audit import store as audit
from portal.reviews.overrides.model import OverrideKind, OverrideStatus
from portal.reviews.overrides.store import get, of_request
from tests.builders import GALOP, SHELTER
from tests.scene import (
    ADVOCACY,
    CONSENT,
    HOUSING,
    NAME,
    NECESSITY,
    NEED,
    WITHOUT_CONSENT,
    YOUTH,
    Lead,
    act,
    hidden,
    led_to,
)
from tests.staged import Staged

REFUSED: Mapping[str, Any] = {**CONSENT, "reply": "no", "categories": []}
WHY = "Their manager agreed on the telephone; she turns eighteen in two days."


def words(answer: Response) -> str:
    return html.unescape(re.sub(r"\s+", " ", answer.text))


def refuse_consent(staged: Staged) -> None:
    path = f"/people/{staged.scene.person}/consent"
    assert staged.visitor("caseworker").submit(path, REFUSED, organisation=str(SHELTER)).status_code == 303


def ask(staged: Staged, **changes: Any) -> Response:
    lead, path = staged.visitor("caseworker"), staged.scene.referral.path
    version = hidden(lead.get(f"{path}/override/sharing").text, "version")
    return lead.submit(f"{path}/override/sharing", WITHOUT_CONSENT, version=version, **changes)


def the_override(staged: Staged) -> Reference:
    page = staged.visitor("lead_manager").get("/overrides/waiting").text
    found = [Reference(ref) for ref in re.findall(r'href="/overrides/([\w-]+)/second"', page)]
    return next(ref for ref in found if ref != staged.scene.override)


def send(staged: Staged, key: str = "caseworker") -> Response:
    lead, path = staged.visitor(key), staged.scene.referral.path
    page = lead.get(f"{path}?open=send").text
    form = {"version": staged.scene.referral.version}
    if 'name="digest"' in page:
        form |= {"version": hidden(page, "version"), "digest": hidden(page, "digest")}
    return lead.submit(f"{path}/send", form)


def test_cons_04_nothing_is_sent_before_a_second_person_has_agreed_and_then_it_is(staged_on_each: Staged) -> None:
    staged = staged_on_each
    refuse_consent(staged)
    assert ask(staged).status_code == 303
    waiting = words(staged.visitor("caseworker").get(f"{staged.scene.referral.path}?open=send"))
    assert "Sharing on this ground needs a second person first." in waiting
    assert send(staged).status_code in {403, 409}
    override = the_override(staged)
    manager = staged.visitor("lead_manager")
    assert NECESSITY in words(manager.get(f"/overrides/{override}/second"))
    agreed = manager.submit(f"/overrides/{override}/second", {"answer": "agree"})
    assert led_to(agreed) == "/overrides/waiting"
    offer = led_to(send(staged))
    partner = words(staged.visitor("shelter_worker").get(offer))
    assert NAME in partner
    assert "A child is at risk" in partner
    ledger = words(staged.visitor("caseworker").get(f"/people/{staged.scene.person}/shared"))
    assert "Shared without consent, by Caseworker. Second person: Lead Manager. Person told: yes" in ledger
    assert "Shelter Team knows this because: a child is at risk." in ledger


def test_cons_04_who_asked_is_never_the_second_person(staged: Staged) -> None:
    refuse_consent(staged)
    manager, path = staged.visitor("lead_manager"), staged.scene.referral.path
    version = hidden(manager.get(f"{path}/override/sharing").text, "version")
    manager.submit(f"{path}/override/sharing", WITHOUT_CONSENT, version=version)
    override = the_override(staged)
    assert "You asked for this yourself." in words(manager.get(f"/overrides/{override}/second"))
    refused = manager.submit(f"/overrides/{override}/second", {"answer": "agree"})
    assert refused.status_code == 403
    assert "must be somebody else" in refused.text
    assert send(staged, "lead_manager").status_code in {403, 409}


def test_a_refusal_by_the_second_person_leaves_nothing_to_send(staged: Staged) -> None:
    refuse_consent(staged)
    ask(staged)
    manager, override = staged.visitor("lead_manager"), the_override(staged)
    manager.submit(f"/overrides/{override}/second", {"answer": "refuse"})
    assert send(staged).status_code in {403, 409}
    again = manager.submit(f"/overrides/{override}/second", {"answer": "agree"})
    assert again.status_code == 409
    assert "no longer waits" in again.text


def test_cons_03_an_override_covers_what_the_second_person_was_shown_and_no_more(staged: Staged) -> None:
    refuse_consent(staged)
    ask(staged)
    staged.visitor("lead_manager").submit(f"/overrides/{the_override(staged)}/second", {"answer": "agree"})
    lead, path = staged.visitor("caseworker"), staged.scene.referral.path
    version = hidden(lead.get(f"{path}?open=share").text, "version")
    lead.submit(f"{path}/share", {"categories": ["identity", "full_address"], "version": version})
    page = words(lead.get(f"{path}?open=send"))
    assert "This cannot be sent yet" in page
    assert send(staged).status_code in {403, 409}


@pytest.mark.parametrize("ground", ["danger_to_life", "court_order"])
def test_cons_05_a_danger_to_life_and_a_court_wait_for_nobody(staged: Staged, ground: str) -> None:
    refuse_consent(staged)
    ask(staged, grounds=[ground])
    offer = led_to(send(staged))
    assert NAME in staged.visitor("shelter_worker").get(offer).text
    waiting = words(staged.visitor("lead_manager").get("/overrides/waiting"))
    assert ("After the event: due tomorrow 10:00" in waiting) == (ground == "danger_to_life")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"grounds": []}, "Choose the ground"),
        ({"why": ""}, "Enter why it is necessary"),
        ({"why": "Needed."}, "at least 20 characters"),
        ({"told": ""}, "Say whether the person has been told"),
        ({"told": "not_safe"}, "Enter why not yet"),
        ({"options": ""}, "Enter what else you considered"),
        ({"grounds": ["marac_criterion"]}, "Say what the person says to it"),
        ({"grounds": ["adult_at_risk"], "views": "refuses"}, "A refusal is normally respected"),
        ({"grounds": ["lacks_capacity"], "views": "not_able"}, "Enter who decided in their best interests"),
        ({"picked": "para_99"}, "Choose the paragraph"),
    ],
)
def test_cons_03_cons_07_cons_10_cons_40_what_is_missing_is_told_and_nothing_typed_is_lost(
    staged: Staged, changes: Mapping[str, Any], told: str
) -> None:
    answer = ask(staged, **changes)
    assert answer.status_code == 422
    assert told in answer.text
    assert changes.get("why", NECESSITY) in words(answer)


def test_cons_01_cons_07_cons_10_the_one_who_answers_for_it_picks_the_paragraph_and_says_what_outweighs_a_refusal(
    staged: Staged,
) -> None:
    refuse_consent(staged)
    page = words(staged.visitor("caseworker").get(f"{staged.scene.referral.path}/override/sharing"))
    assert "an adult with care and support needs who is at risk" in page  # the test, for who picks
    assert "It prevents or detects an unlawful act" in page
    ask(staged, grounds=["adult_at_risk"], views="refuses", outweighs=["coercion", "serious_harm"], picked="para_10")
    override = the_override(staged)
    second = words(staged.visitor("lead_manager").get(f"/overrides/{override}/second"))
    governance = words(staged.visitor("governance").get(f"/overrides/{override}"))
    for seen in (second, governance):
        assert "Schedule 1, paragraph 10" in seen
        assert "They do not want it" in seen
        assert "Serious harm to them" in seen
        assert "They are coerced" in seen
    assert "A call without names; it would have come too late." in second
    assert "A call without names" not in governance


def test_asking_twice_for_the_same_is_told(staged: Staged) -> None:
    ask(staged)
    again = staged.visitor("caseworker").get(f"{staged.scene.referral.path}/override/sharing")
    assert again.status_code == 409
    assert "asked for already" in again.text


def test_lifecycle_4_information_governance_sees_the_basis_and_not_the_narrative(staged_on_each: Staged) -> None:
    staged = staged_on_each
    reviewer, override = staged.visitor("governance"), staged.scene.override
    listed = words(reviewer.get("/overrides"))
    assert str(override) in listed
    assert "A child is suffering, or likely to suffer, harm" in listed
    assert "Caseworker" in listed
    page = words(reviewer.get(f"/overrides/{override}"))
    assert "Article 6: recognised legitimate interest" in page
    assert "Schedule 1, paragraph 18" in page
    assert NECESSITY not in page + listed
    assert NAME not in page + listed


def test_a_review_is_recorded_once_and_leaves_the_list(staged_on_each: Staged) -> None:
    reviewer, override = staged_on_each.visitor("governance"), staged_on_each.scene.override
    path = f"/overrides/{override}/review"
    assert reviewer.submit(path, {"decision": "not_justified"}).status_code == 422
    done = reviewer.submit(path, {"decision": "not_justified", "note": "A second ground was missing."})
    assert led_to(done) == "/overrides"
    assert str(override) not in reviewer.get("/overrides").text
    assert str(override) in reviewer.get("/overrides?show=all").text
    assert "Not justified: it has to be put right – Governance, today 10:00." in words(
        reviewer.get(f"/overrides/{override}")
    )
    assert reviewer.submit(path, {"decision": "justified"}).status_code == 409


def test_route_01_only_a_manager_sets_the_rules_of_a_service_aside_and_it_lands_on_the_list(staged: Staged) -> None:
    path = staged.scene.referral.path
    assert "Ask them all the same" not in staged.visitor("caseworker").get(f"{path}?open=service").text
    manager = staged.visitor("lead_manager")
    assert f"/override/eligibility?service_id={YOUTH}" in manager.get(f"{path}?open=service").text
    page = manager.get(f"{path}/override/eligibility", params={"service_id": str(YOUTH)})
    assert "Youth work" in page.text
    version = hidden(page.text, "version")
    form = {"service": str(YOUTH), "version": version}
    assert manager.submit(f"{path}/override/eligibility", form).status_code == 422
    assert led_to(manager.submit(f"{path}/override/eligibility", form, why=WHY)) == path
    composed = words(staged.visitor("caseworker").get(f"{path}?open=send"))
    assert "Galop Team, Youth work" in composed
    assert "no manager has overridden them" not in composed
    assert "The service’s rules do not fit" in words(staged.visitor("governance").get("/overrides"))


def test_route_08_only_a_manager_sets_what_the_conflict_check_found_aside(staged: Staged) -> None:
    with staged.app.state.database.system() as session:
        row = session.exec(select(RemitRow).where(RemitRow.service_id == HOUSING)).one()
        terms = msgspec.json.decode(row.terms, type=Terms)
        checks = frozenset({ConflictKind.RESTORATIVE_WHILE_ABUSE_LIVE})
        row.terms = msgspec.json.encode(msgspec.structs.replace(terms, conflict_checks=checks), order="sorted")
        session.add(row)
    path, manager = staged.scene.referral.path, staged.visitor("lead_manager")
    assert "/override/conflict" not in staged.visitor("caseworker").get(f"{path}?open=send").text
    assert send(staged).status_code in {403, 409}
    assert f'href="{path}/override/conflict"' in manager.get(f"{path}?open=send").text
    form = {"version": hidden(manager.get(f"{path}/override/conflict").text, "version")}
    assert manager.submit(f"{path}/override/conflict", form, why="Because.").status_code == 422
    assert led_to(manager.submit(f"{path}/override/conflict", form, why=WHY)) == path
    assert led_to(send(staged)).startswith("/offers/")
    assert "The conflict check found something" in words(staged.visitor("governance").get("/overrides"))


def test_route_04_high_risk_on_a_waiting_list_lands_on_the_list_of_the_lead(staged_on_each: Staged) -> None:
    staged, offer = staged_on_each, staged_on_each.scene.offers["acknowledged"]
    manager = staged.visitor("shelter_manager")
    form = {"band": "two_weeks", "override": "The lead has agreed, and rings every day."}
    put = act(manager, offer, "/waitlist", form)
    assert put.status_code == 303
    listed = words(staged.visitor("governance").get("/overrides"))
    assert "High risk on a waiting list" in listed
    assert "Shelter Manager" in listed
    assert "rings every day" not in listed


def test_reading_what_was_written_is_an_event(staged: Staged) -> None:
    staged.visitor("lead_manager").get(f"/overrides/{staged.scene.override}/second")
    with staged.app.state.database.system(reading=True) as session:
        *_, last = audit.entries(session)
    assert last.kind == "override.read"
    assert b'"words"' in last.body


def test_what_was_sent_under_an_override_is_tied_to_it(staged: Staged) -> None:
    refuse_consent(staged)
    ask(staged, grounds=["court_order"])
    offer = led_to(send(staged)).removeprefix("/offers/")
    with staged.app.state.database.system(reading=True) as session:
        mine = next(o for o in of_request(session, get(session, staged.scene.override).asked.request_id))
        assert mine.offer_id is None
    listed = words(staged.visitor("governance").get("/overrides"))
    assert "Shared without consent" in listed
    row = re.search(r'<a class="govuk-link portal-row-link" href="(/overrides/[\w-]+)">', listed)
    assert row is not None
    assert offer in words(staged.visitor("governance").get(row[1]))


def test_a_stranger_finds_nothing_to_review(staged: Staged) -> None:
    reviewer = staged.visitor("governance")
    assert str(staged.scene.foreign_override) not in reviewer.get("/overrides").text
    assert reviewer.get(f"/overrides/{staged.scene.foreign_override}").status_code == 404
    with staged.app.state.database.open(SHELTER, reading=True) as session:
        assert of_request(session, get_request(staged)) == ()


def get_request(staged: Staged) -> Any:
    with staged.app.state.database.system(reading=True) as session:
        return get(session, staged.scene.override).asked.request_id


def test_the_kept_override_says_what_was_asked(staged: Staged) -> None:
    with staged.app.state.database.system(reading=True) as session:
        kept = get(session, staged.scene.override)
    assert kept.asked.kind is OverrideKind.SHARING
    assert kept.status is OverrideStatus.WAITING
    assert kept.asked.grounds == frozenset({Ground.CHILD_AT_RISK})
    assert DataCategory.IDENTITY in kept.asked.categories
    assert not kept.covers(GALOP, frozenset())


def test_a_cursor_of_somebody_elses_making_is_a_mistake(staged: Staged) -> None:
    assert staged.visitor("governance").get("/overrides?after=zz").status_code in {404, 422}


def test_needs_are_composed_as_before(staged: Staged) -> None:
    lead = staged.visitor("caseworker")
    path = led_to(lead.submit(f"/refer/{staged.scene.person}", NEED))
    early = lead.get(f"{path}/override/sharing")
    assert early.status_code == 409
    assert "Choose whom to ask and what to share first." in early.text


def test_route_07_only_a_manager_sets_a_likely_duplicate_aside_and_nobody_is_told_where_it_is(staged: Staged) -> None:
    manager = staged.visitor("lead_manager")
    path = Lead(staged.visitor("caseworker")).composed(staged.scene.person, ADVOCACY)
    assert "/override/duplicate" not in staged.visitor("caseworker").get(f"{path}?open=send").text
    assert f'href="{path}/override/duplicate"' in manager.get(f"{path}?open=send").text
    page = manager.get(f"{path}/override/duplicate")
    assert "Where, and by whom, is told to nobody." in words(page)
    assert not any(told in page.text for told in ("Hospital", "Sponsor", staged.scene.foreign_offer))
    form = {"version": hidden(page.text, "version")}
    assert manager.submit(f"{path}/override/duplicate", form, why="Because.").status_code == 422
    assert led_to(manager.submit(f"{path}/override/duplicate", form, why=WHY)) == path
    last = manager.get(f"{path}?open=send").text
    assert "may be the same person" not in last
    sent = {name: hidden(last, name) for name in ("version", "digest")}
    offer = led_to(manager.submit(f"{path}/send", sent)).removeprefix("/offers/")
    governance = staged.visitor("governance")
    listed = words(governance.get("/overrides"))
    assert "Somebody who may be the same person is referred already" in listed
    newest = re.findall(r'href="/overrides/([\w-]+)"', listed)[0]
    one = words(governance.get(f"/overrides/{newest}"))
    assert offer in one
    assert staged.scene.foreign_offer not in listed + one


def test_route_07_where_nothing_looks_alike_there_is_nothing_to_set_aside(staged: Staged) -> None:
    path = f"{staged.scene.referral.path}/override/duplicate"
    assert staged.visitor("lead_manager").get(path).status_code == 409
