"""Each act from its form to the page of the other side, without JavaScript; and everything that is refused."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import Custody, Offer, OfferStatus
from lvws_core.risk.dash import Band
from partners.offers import store
from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, NOW, Clock
from tests.kit import Visitor
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import NAME, PHONE, Scene, send, set_scene

WORKER, MANAGER, LEAD_WORKER = "shelter_worker", "shelter_manager", "caseworker"
As = Callable[[str], Visitor]
_S = OfferStatus


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


@pytest.fixture
def scene(app: Litestar, desk_of: DeskOf) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


def _version(page: Response) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.text)
    return found[1] if found else ""


def _offer(app: Litestar, reference: str) -> Offer:
    with app.state.database.system(reading=True) as session:
        return store.get(session, reference).offer


def _act(app: Litestar, visitor: Visitor, reference: str, act: str, form: Mapping[str, Any] = {}) -> Response:
    visitor.get(f"/offers/{reference}")
    version = str(_offer(app, reference).version)
    return visitor.submit(f"/offers/{reference}/{act}", form, version=version)


def _done(app: Litestar, visitor: Visitor, reference: str, act: str, form: Mapping[str, Any] = {}) -> str:
    answer = _act(app, visitor, reference, act, form)
    assert answer.status_code == 303, answer.text
    return visitor.get(answer.headers["location"]).text


def _an_attempt(time: str, **changes: str) -> dict[str, str]:
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    return {**day, "result": "no_answer", "channel": "mobile_call", "time": time, **changes}


# --- Reaching the person ---------------------------------------------------------------------------


def test_cont_20_an_attempt_is_recorded_and_both_sides_read_it(client_for: As, app: Litestar, scene: Scene) -> None:
    reference, partner = scene.offers[_S.ACCEPTED], client_for(WORKER)
    page = _done(app, partner, reference, "attempt", _an_attempt("09:10", note="Rang twice."))
    assert "The attempt is recorded, and the lead can see it. First contact is due by" in page
    for visitor in (partner, client_for(LEAD_WORKER)):
        text = visitor.get(f"/offers/{reference}").text
        assert "Contact attempt" in text
        assert "No answer. Mobile call, today 09:10." in text
        assert "Rang twice." in text
    assert _offer(app, reference).attempts == 1


def test_who_spoke_to_the_person_has_made_first_contact(client_for: As, app: Litestar, scene: Scene) -> None:
    reference = scene.offers[_S.ACCEPTED]
    page = _done(app, client_for(WORKER), reference, "attempt", _an_attempt("09:10", result="spoke"))
    assert "First contact is recorded. Shelter Team is responsible now" in page
    assert (_offer(app, reference).status, _offer(app, reference).custody) == (_S.ACTIVE, Custody.PARTNER)


def test_during_support_an_attempt_is_an_attempt(client_for: As, app: Litestar, scene: Scene) -> None:
    reference = scene.offers[_S.ACTIVE]
    page = _done(app, client_for(WORKER), reference, "attempt", _an_attempt("09:10", result="spoke"))
    assert "The attempt is recorded, and the lead can see it." in page
    assert _offer(app, reference).status == _S.ACTIVE


def test_top_11_somebody_else_who_answered_is_a_warning(client_for: As, app: Litestar, scene: Scene) -> None:
    form = _an_attempt("09:10", result="unexpected_answerer")
    page = _done(app, client_for(WORKER), scene.offers[_S.ACCEPTED], "attempt", form)
    assert "Somebody else answered, so contact is stopped" in page


def test_cont_20_nobody_is_given_up_before_the_attempts_of_the_policy(
    client_for: As, app: Litestar, scene: Scene, clock: Clock
) -> None:
    reference, partner = scene.offers[_S.ACCEPTED], client_for(WORKER)
    page = partner.get(f"/offers/{reference}/not-reached").text
    assert "There is another attempt to make, by mobile call: it is due by tomorrow 17:00." in page
    assert "0 of 3 attempts made" in page
    assert f'href="/offers/{reference}/attempt"' in page
    assert "Return it to the lead" not in page
    early = _act(app, partner, reference, "not-reached", {"reason": "attempts_exhausted", "checked": "yes"})
    assert early.status_code == 409
    clock.advance(hours=4)
    partner = client_for(WORKER)
    for time in ("09:10", "12:30", "13:55"):
        _done(app, partner, reference, "attempt", _an_attempt(time))
    page = partner.get(f"/offers/{reference}/not-reached").text
    assert "3 of 3 attempts made" in page
    assert "Ask the police or the host for a safety check" in page
    unchecked = _act(app, partner, reference, "not-reached", {"reason": "attempts_exhausted", "note": "Kept words"})
    assert unchecked.status_code == 422
    assert "Kept words" in unchecked.text
    form = {"reason": "attempts_exhausted", "checked": "yes", "note": "Three times of day."}
    assert "has returned to the lead" in _done(app, partner, reference, "not-reached", form)
    lead = client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    assert "Needs a new partner." in lead
    assert "Three times of day." in lead


# --- The waiting list ------------------------------------------------------------------------------


def test_route_04_at_high_risk_only_the_manager_and_with_a_reason(client_for: As, app: Litestar, scene: Scene) -> None:
    reference, manager = scene.offers[_S.ACKNOWLEDGED], client_for(MANAGER)
    form = {"band": "two_weeks"}
    assert _act(app, client_for(WORKER), reference, "waitlist", {**form, "override": "x"}).status_code == 403
    assert _act(app, manager, reference, "waitlist", form).status_code == 422
    page = _done(app, manager, reference, "waitlist", {**form, "override": "Safe at a refuge until then."})
    assert f"{reference} is on your waiting list." in page
    lead = client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    assert "A place is expected by Monday 7 December 2026." in lead
    assert "High risk may wait because: Safe at a refuge until then." in lead


def test_at_standard_risk_a_worker_puts_it_on_the_list_and_offers_the_next_place(
    client_for: As, app: Litestar, scene: Scene, desk_of: DeskOf
) -> None:
    with app.state.database.system() as session:
        reference = send(desk_of(session, CONSORTIUM[LEAD_WORKER].actor), 70, risk=Band.STANDARD)
    partner, lead = client_for(WORKER), client_for(LEAD_WORKER)
    until = {"until_day": "5", "until_month": "1", "until_year": "2027"}
    _done(app, partner, reference, "waitlist", {"band": "three_months", **until})
    assert "A place is expected by Tuesday 5 January 2027." in lead.get(f"/offers/{reference}").text
    page = _done(app, lead, reference, "still-needed", {"note": "Asked today."})
    assert "Shelter Team can see that it is still needed." in page
    text = partner.get(f"/offers/{reference}").text
    assert "Asked today." in text
    assert "Offer the next place" in text
    assert "You have accepted" in _done(app, partner, reference, "accept")
    assert scene.offer != reference


@pytest.mark.parametrize(
    "until",
    [
        {"until_day": "22", "until_month": "11", "until_year": "2026"},
        {"until_day": "5", "until_month": "1", "until_year": "27"},
        {"until_day": "31", "until_month": "2", "until_year": "2027"},
    ],
)
def test_a_day_that_is_past_or_none_comes_back(
    client_for: As, app: Litestar, scene: Scene, until: dict[str, str]
) -> None:
    form = {"band": "later", "override": "Kept words", **until}
    page = _act(app, client_for(MANAGER), scene.offers[_S.ACKNOWLEDGED], "waitlist", form)
    assert page.status_code == 422
    assert "Kept words" in page.text


# --- Support under way -----------------------------------------------------------------------------


def test_an_update_starts_its_clock_again_and_the_lead_reads_it(client_for: As, app: Litestar, scene: Scene) -> None:
    reference = scene.offers[_S.ACTIVE]
    page = _done(app, client_for(WORKER), reference, "update", {"text": "Moved into a flat."})
    assert "The next one is due by Monday 30 November, 10:00." in page
    assert "Moved into a flat." in client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    assert _offer(app, reference).updated_at == NOW
    assert _act(app, client_for(WORKER), reference, "update", {"text": " "}).status_code == 422


def test_a_pause_says_why_and_until_when_and_ends(client_for: As, app: Litestar, scene: Scene) -> None:
    reference, partner = scene.offers[_S.ACTIVE], client_for(WORKER)
    form = {"reason": "awaiting_court", "until_day": "3", "until_month": "12", "until_year": "2026"}
    _done(app, partner, reference, "pause", form)
    told = "Support is paused until Thursday 3 December 2026: awaiting court."
    assert told in client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    assert "Support goes on" in _done(app, partner, reference, "resume")
    assert _act(app, partner, reference, "pause", {"note": "Kept words"}).status_code == 422


def test_a_hand_back_gives_custody_to_the_lead_with_reason_and_choice(
    client_for: As, app: Litestar, scene: Scene
) -> None:
    reference, partner = scene.offers[_S.ACTIVE], client_for(WORKER)
    assert _act(app, partner, reference, "hand-back", {"reason": "need_changed"}).status_code == 422
    form = {"reason": "need_changed", "whose_choice": "person", "note": "Needs a solicitor."}
    assert f"You have handed back {reference}." in _done(app, partner, reference, "hand-back", form)
    lead = client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    for words in ("Need changed.", "The person’s choice.", "Needs a solicitor.", "Needs a new partner."):
        assert words in lead
    assert (_offer(app, reference).custody, _offer(app, reference).status) == (Custody.LEAD, _S.HANDED_BACK)


def test_a_manager_assigns_to_anybody_of_the_team_and_a_worker_to_nobody_else(
    client_for: As, app: Litestar, scene: Scene
) -> None:
    reference, worker, manager = scene.offers[_S.ACTIVE], client_for(WORKER), client_for(MANAGER)
    ids = {key: str(CONSORTIUM[key].id) for key in (WORKER, MANAGER, "galop_worker")}
    form = manager.get(f"/offers/{reference}/assign").text
    assert ids[WORKER] in form
    assert "Galop Worker" not in form
    assert "Shelter Worker has it now." in _done(app, manager, reference, "assign", {"worker": ids[WORKER]})
    assert "To Shelter Worker." in manager.get(f"/offers/{reference}").text
    assert "Shelter Worker" not in client_for(LEAD_WORKER).get(f"/offers/{reference}").text
    assert ids[MANAGER] not in worker.get(f"/offers/{reference}/assign").text
    assert _act(app, worker, reference, "assign", {"worker": ids[MANAGER]}).status_code == 403
    assert _act(app, manager, reference, "assign", {"worker": ids["galop_worker"]}).status_code == 422
    assert "You have taken this on." in _done(app, worker, reference, "assign", {"worker": ids[WORKER]})


# --- The end ---------------------------------------------------------------------------------------

MET = {"outcome": "needs_met", "first_shelter_accommodation": "4", "last_shelter_accommodation": "1"}


def test_need_01_finishing_with_an_outcome_closes_the_loop(client_for: As, app: Litestar, scene: Scene) -> None:
    reference, partner, lead = scene.offers[_S.ACTIVE], client_for(WORKER), client_for(LEAD_WORKER)
    form = {**MET, "last_drugs_alcohol": "na", "note": "Has a tenancy."}
    page = _done(app, partner, reference, "finish", form)
    assert f"The outcome of {reference} is recorded." in page
    text = lead.get(f"/offers/{reference}").text
    for words in (
        "Needs met. Needs: 1 improved.",
        "Shelter and accommodation: 4 at the start, 1 now.",
        "Has a tenancy.",
    ):
        assert words in text
    assert "Where the need stands: <strong>With a partner.</strong>" in text
    assert "Acknowledge the outcome" in text
    done = _done(app, lead, reference, "acknowledge")
    assert "The loop is closed." in done
    assert "Where the need stands: <strong>Met.</strong>" in done
    assert "Outcome acknowledged" in partner.get(f"/offers/{reference}").text


def test_need_01_the_audit_holds_counts_and_no_score(client_for: As, app: Litestar, scene: Scene) -> None:
    _done(app, client_for(WORKER), scene.offers[_S.OUTCOME_DUE], "outcome", MET)
    with app.state.database.system(reading=True) as session:
        details = " ".join(str(entry.model_dump()) for entry in session.exec(select(Entry)))
    assert "needs_improved" in details
    assert "at the start" not in details


def test_an_outcome_may_come_later_and_is_then_due(client_for: As, app: Litestar, scene: Scene) -> None:
    reference, partner = scene.offers[_S.ACTIVE], client_for(WORKER)
    page = _done(app, partner, reference, "finish", {"outcome": "later"})
    assert "Support is finished, and the lead can see it. Record the outcome by Monday 30 November, 17:00." in page
    assert "Finish with outcome" in page
    assert "is recorded" in _done(app, partner, reference, "outcome", {"outcome": "disengaged"})


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Choose how it ended"),
        ({"outcome": "later"}, "Choose how it ended"),
        ({"outcome": "needs_met", "note": "Kept words"}, "Say for at least one need"),
        ({**MET, "last_shelter_accommodation": "6"}, "must be a whole number from 0 to 5"),
    ],
)
def test_an_outcome_with_mistakes_comes_back(
    client_for: As, app: Litestar, scene: Scene, form: dict[str, str], told: str
) -> None:
    page = _act(app, client_for(WORKER), scene.offers[_S.OUTCOME_DUE], "outcome", form)
    assert page.status_code == 422
    assert told in page.text
    assert form.get("note", "") in page.text


# --- Taking back -----------------------------------------------------------------------------------


def test_t37_a_recall_is_one_press_within_ten_minutes_while_unopened(
    client_for: As, app: Litestar, desk_of: DeskOf, clock: Clock
) -> None:
    with app.state.database.system() as session:
        set_scene(lambda actor: desk_of(session, actor))
        references = [send(desk_of(session, CONSORTIUM[LEAD_WORKER].actor), n, at=NOW) for n in (80, 81, 82)]
    lead, partner = client_for(LEAD_WORKER), client_for(WORKER)
    page = lead.get(f"/offers/{references[0]}?done=sent").text
    assert "You can recall it until 10:10 while they have not opened it." in page
    assert f"You have recalled {references[0]}." in _done(app, lead, references[0], "recall")
    partner.get(f"/offers/{references[1]}")
    opened = _act(app, lead, references[1], "recall")
    assert opened.status_code in {409, 422}
    clock.advance(minutes=11)
    late = _act(app, lead, references[2], "recall")
    assert late.status_code == 409
    assert "Recall ends 10 minutes after sending." in late.text


@pytest.mark.parametrize("status", [_S.SENT, _S.INFO_NEEDED, _S.WAITLISTED, _S.ACCEPTED, _S.PAUSED, _S.OUTCOME_DUE])
def test_clock_c_a_wrong_recipient_reads_nothing_from_that_second_on_and_says_what_was_seen(
    client_for: As, app: Litestar, scene: Scene, status: OfferStatus
) -> None:
    reference, lead, partner = scene.offers[status], client_for(LEAD_WORKER), client_for(WORKER)
    page = _done(app, lead, reference, "withdraw", {"reason": "wrong_recipient", "note": "For our own records."})
    assert "Shelter Team can open nothing of what was shared" in page
    seen = partner.get(f"/offers/{reference}").text
    assert NAME not in seen
    assert "For our own records." not in seen
    assert "Confirm that you have stopped" in seen
    assert partner.submit(f"/offers/{reference}/number").status_code == 403
    assert _act(app, partner, reference, "stop", {"answer": "stopped"}).status_code == 422
    done = _done(app, partner, reference, "stop", {"answer": "stopped", "seen": "read", "note": "One of us read it."})
    assert "The lead can see that you have stopped." in done
    assert "We have stopped, and kept nothing." in lead.get(f"/offers/{reference}").text
    assert "One of us read it." in lead.get(f"/offers/{reference}").text
    assert _offer(app, reference).stop_confirmed_at == NOW


def test_what_is_kept_after_a_stop_is_explained(client_for: As, app: Litestar, scene: Scene) -> None:
    reference, partner = scene.offers[_S.WITHDRAWN], client_for(WORKER)
    kept = {"answer": "retained", "basis": "safeguarding"}
    assert _act(app, partner, reference, "stop", kept).status_code == 422
    _done(app, partner, reference, "stop", {**kept, "note": "A safeguarding record, by law."})
    assert partner.get(f"/offers/{reference}/stop").status_code == 409


@pytest.mark.parametrize("reason", ["", "recalled", "consent_withdrawn", "weather"])
def test_a_withdrawal_needs_one_of_the_reasons_shown(client_for: As, app: Litestar, scene: Scene, reason: str) -> None:
    form = {"reason": reason, "note": "Kept words"}
    page = _act(app, client_for(LEAD_WORKER), scene.offers[_S.ACTIVE], "withdraw", form)
    assert page.status_code == 422
    assert "Kept words" in page.text


def test_an_error_is_gone_for_the_partner_and_marked_for_the_lead(client_for: As, app: Litestar, scene: Scene) -> None:
    lead, partner = client_for(LEAD_WORKER), client_for(WORKER)
    assert "as entered in error" in lead.get(f"/offers/{scene.offer}/mark-error").text
    assert f"{scene.offer} is marked as entered in error." in _done(app, lead, scene.offer, "mark-error")
    assert partner.get(f"/offers/{scene.offer}").status_code == 404
    assert scene.offer not in partner.get("/inbox").text


# --- All of them -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "key", "act", "form"),
    [
        (_S.ACCEPTED, WORKER, "attempt", _an_attempt("09:00")),
        (_S.ACTIVE, WORKER, "update", {"text": "Going well."}),
        (_S.ACTIVE, WORKER, "pause", {"reason": "away"}),
        (_S.ACTIVE, WORKER, "hand-back", {"reason": "other", "whose_choice": "service"}),
        (_S.ACTIVE, WORKER, "finish", MET),
        (_S.ACTIVE, LEAD_WORKER, "withdraw", {"reason": "by_person"}),
        (_S.WAITLISTED, LEAD_WORKER, "still-needed", {}),
        (_S.COMPLETED, LEAD_WORKER, "acknowledge", {}),
        (_S.WITHDRAWN, WORKER, "stop", {"answer": "stopped"}),
    ],
)
def test_p15_a_stale_form_changes_nothing_and_says_so_calmly(
    client_for: As, app: Litestar, scene: Scene, *, status: OfferStatus, key: str, act: str, form: dict[str, str]
) -> None:
    reference, visitor = scene.offers[status], client_for(key)
    visitor.get(f"/offers/{reference}")
    before = _offer(app, reference)
    late = visitor.submit(f"/offers/{reference}/{act}", form, version=str(before.version - 1))
    assert late.status_code == 409
    assert "This is the offer as it is now." in late.text
    assert _offer(app, reference) == before


def test_no_act_writes_words_or_numbers_of_a_person_into_the_audit(client_for: As, app: Litestar, scene: Scene) -> None:
    partner, secret = client_for(WORKER), "Quillfeather"
    _done(app, partner, scene.offers[_S.ACCEPTED], "attempt", _an_attempt("09:00", note=secret))
    _done(app, partner, scene.offers[_S.ACTIVE], "update", {"text": secret})
    _done(app, partner, scene.offers[_S.OUTCOME_DUE], "outcome", {"outcome": "disengaged", "note": secret})
    with app.state.database.system(reading=True) as session:
        text = " ".join(str(entry.model_dump()) for entry in session.exec(select(Entry)))
    assert not any(canary in text for canary in (secret, NAME, PHONE))
