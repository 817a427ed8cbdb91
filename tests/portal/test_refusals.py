"""Bad input of partner coordination: each has its own plain message, by its code, and says what to do next.

A refusal keeps everything that was typed. One row a case: how it comes about, the code on the page
that answers, the sentence, and the step that leads on.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec
import pytest
from httpx import Response
from sqlalchemy import update
from sqlmodel import col

from lvws_core.ids import Reference
from partners.directory.tables import AgreementRow
from tests.builders import GALOP, SHELTER
from tests.portal.matrix import PAUSE
from tests.scene import ADVOCACY, CONSENT, HOUSING, MISSING, QUESTION, Lead, Referral, act, hidden
from tests.staged import Staged

TYPED = "Everything that was typed here."


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A page that refuses: its status, code, sentence and next step."""

    comes: Callable[[Staged], Response]
    status: int
    code: str
    says: str
    next_step: str
    keeps: str = ""


def lead_of(staged: Staged) -> Lead:
    return Lead(staged.visitor("caseworker"))


def send(lead: Lead, referral: Referral) -> Response:
    form = {"version": referral.version, "digest": referral.digest}
    return lead.visitor.submit(f"{referral.path}/send", form)


def shown(lead: Lead, referral: Referral) -> Response:
    return lead.visitor.get(f"{referral.path}?open=send")


def said_for(lead: Lead, person: Reference, **changes: Any) -> None:
    assert lead.visitor.submit(f"/people/{person}/consent", {**CONSENT, **changes}).status_code == 303


# --- How each comes about --------------------------------------------------------------------------


def an_organisation_that_the_person_said_no_to(staged: Staged) -> Response:
    lead = lead_of(staged)
    person = lead.person()
    said_for(lead, person, organisation=str(GALOP), reply="no", categories=[])
    path = lead.visitor.submit(f"/refer/{person}", NEED_OF_SHELTER).headers["location"]
    version = hidden(lead.visitor.get(path).text, "version")
    lead.visitor.submit(f"{path}/service", {"service": str(ADVOCACY), "version": version})
    return lead.visitor.get(f"{path}?open=send")


def an_offer_to_somebody_else(staged: Staged) -> Response:
    return staged.visitor("shelter_worker").get(f"/offers/{staged.scene.foreign_offer}")


def a_consent_that_has_run_out(staged: Staged) -> Response:
    lead, until = lead_of(staged), {"until_day": "23", "until_month": "11", "until_year": "2026"}
    person = lead.person()
    said_for(lead, person, organisation=str(SHELTER), **until)
    referral = lead.ready(person)
    staged.clock.advance(days=1)
    lead.visitor.sign_in("caseworker", staged.clock)
    return shown(lead, referral)


def an_agreement_that_is_over(staged: Staged) -> Response:
    lead = lead_of(staged)
    referral = lead.ready(lead.person())
    end_agreement(staged)
    return shown(lead, referral)


def end_agreement(staged: Staged) -> None:
    over = {"ends_on": date(2026, 11, 1), "status": "expired"}
    with staged.app.state.database.system() as session:
        session.execute(update(AgreementRow).where(col(AgreementRow.organisation_id) == SHELTER).values(**over))


def a_service_that_is_paused(staged: Staged) -> Response:
    lead = lead_of(staged)
    referral = lead.ready(lead.person())
    assert staged.visitor("shelter_manager").submit("/directory/housing_advice/pause", PAUSE).status_code == 303
    return shown(lead, referral)


def a_service_that_is_full(staged: Staged) -> Response:
    lead = lead_of(staged)
    referral = lead.ready(lead.person())
    close_capacity(staged)
    return shown(lead, referral)


def close_capacity(staged: Staged) -> None:
    worker = staged.visitor("shelter_worker")
    assert worker.submit("/directory/housing_advice/capacity", {"state": "closed"}).status_code == 303


def sending_to_a_service_that_has_closed_meanwhile(staged: Staged) -> Response:
    lead = lead_of(staged)
    referral = lead.ready(lead.person())
    close_capacity(staged)
    return send(lead, referral)


def choosing_a_service_that_has_closed_meanwhile(staged: Staged) -> Response:
    lead, referral = lead_of(staged), staged.scene.referral
    close_capacity(staged)
    form = {"service": str(HOUSING), "version": referral.version}
    return lead.visitor.submit(f"{referral.path}/service", form)


def a_question_on_an_old_page(staged: Staged) -> Response:
    offer, worker = staged.scene.offers["acknowledged"], staged.visitor("shelter_worker")
    version = hidden(worker.get(f"/offers/{offer}/ask").text, "version")
    assert act(staged.visitor("shelter_manager"), offer, "/ask", {"text": QUESTION}).status_code == 303
    return worker.submit(f"/offers/{offer}/ask", {"text": TYPED, "version": version})


def an_update_on_an_old_page(staged: Staged) -> Response:
    offer, worker = staged.scene.offers["active"], staged.visitor("shelter_worker")
    return worker.submit(f"/offers/{offer}/update", {"text": TYPED, "version": "1"})


def a_need_on_an_old_page(staged: Staged) -> Response:
    referral = staged.scene.referral
    return lead_of(staged).visitor.submit(
        f"{referral.path}/need", {**NEED_OF_SHELTER, "incident": TYPED, "version": "0"}
    )


def what_would_be_shared_has_changed(staged: Staged) -> Response:
    lead = lead_of(staged)
    referral = lead.ready(lead.person())
    return send(lead, msgspec.structs.replace(referral, digest="0" * 64))


def a_reference_that_nobody_gave(staged: Staged) -> Response:
    return staged.visitor("shelter_worker").submit(f"/offers/{MISSING}/ask", {"text": TYPED, "version": "1"})


def a_reference_that_is_none(staged: Staged) -> Response:
    return staged.visitor("shelter_worker").get("/offers/7QK2-M8%27--")


def a_form_of_another_site(staged: Staged) -> Response:
    offer, worker = staged.scene.offers["acknowledged"], staged.visitor("shelter_worker")
    return worker.submit(f"/offers/{offer}/ask", {"text": TYPED, "version": "1", "_csrf": "forged"})


def an_answer_to_a_question_that_is_not_ours(staged: Staged) -> Response:
    offer = staged.scene.offers["info_needed"]
    return staged.visitor("shelter_worker").submit(f"/offers/{offer}/answer", {"text": TYPED, "version": "3"})


NEED_OF_SHELTER: Mapping[str, Any] = {
    "needs": ["shelter_accommodation"],
    "domestic_abuse": "yes",
    "incident": "Pushed outside the home.",
    "safety_plan": "Stays with a friend.",
    "marac": "referred",
}
_GO_BACK = "Go back: the page shows how it stands now"
_SOMEBODY_ELSE = "Choose somebody else"
_AS_IT_IS = "This is the offer as it is now."

CASES: tuple[Case, ...] = (
    Case(
        comes=an_organisation_that_the_person_said_no_to,
        status=200,
        code="consent_withdrawn",
        says="The person has withdrawn their consent.",
        next_step=_SOMEBODY_ELSE,
    ),
    Case(
        comes=an_offer_to_somebody_else,
        status=404,
        code="missing",
        says="There is nothing here for you.",
        next_step="Check the reference, or go back to your list.",
    ),
    Case(
        comes=a_consent_that_has_run_out,
        status=200,
        code="consent_expired",
        says="The consent has run out.",
        next_step="Record consent for Shelter Team",
    ),
    Case(
        comes=an_agreement_that_is_over,
        status=200,
        code="agreement_not_live",
        says="No information sharing agreement with this partner is live.",
        next_step=_SOMEBODY_ELSE,
    ),
    Case(
        comes=a_service_that_is_paused,
        status=200,
        code="service_paused",
        says="The service takes no referrals at present.",
        next_step=_SOMEBODY_ELSE,
    ),
    Case(
        comes=a_service_that_is_full,
        status=200,
        code="capacity_closed",
        says="The service is closed to new referrals.",
        next_step=_SOMEBODY_ELSE,
    ),
    Case(
        comes=sending_to_a_service_that_has_closed_meanwhile,
        status=403,
        code="capacity_closed",
        says="The service is closed to new referrals.",
        next_step=_GO_BACK,
    ),
    Case(
        comes=choosing_a_service_that_has_closed_meanwhile,
        status=403,
        code="capacity_closed",
        says="closed",
        next_step=_GO_BACK,
    ),
    Case(
        comes=a_question_on_an_old_page,
        status=409,
        code="wrong_state",
        says="Shelter Manager asked a question about this a moment ago.",
        next_step=_AS_IT_IS,
        keeps=TYPED,
    ),
    Case(
        comes=an_update_on_an_old_page,
        status=409,
        code="version_changed",
        says="recorded first contact",
        next_step=_AS_IT_IS,
        keeps=TYPED,
    ),
    Case(
        comes=a_need_on_an_old_page,
        status=409,
        code="stale_version",
        says="This referral was changed by somebody else meanwhile.",
        next_step="Look at it as it is now, then decide again.",
        keeps=TYPED,
    ),
    Case(
        comes=what_would_be_shared_has_changed,
        status=409,
        code="preview_changed",
        says="What would be shared has changed.",
        next_step="Check it again.",
    ),
    Case(
        comes=a_reference_that_nobody_gave,
        status=404,
        code="missing",
        says="There is nothing here for you.",
        next_step="Check the reference, or go back to your list.",
    ),
    Case(
        comes=a_reference_that_is_none,
        status=404,
        code="missing",
        says="There is nothing here for you.",
        next_step="Check the reference, or go back to your list.",
    ),
    Case(
        comes=a_form_of_another_site,
        status=403,
        code="foreign_form",
        says="This form did not come from the portal.",
        next_step="Open the page again.",
        keeps=TYPED,
    ),
    Case(
        comes=an_answer_to_a_question_that_is_not_ours,
        status=403,
        code="not_your_move",
        says="belongs to the lead of this offer.",
        next_step=_GO_BACK,
        keeps=TYPED,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.comes.__name__)
def test_each_bad_input_is_told_by_its_code_with_what_to_do_next_and_loses_nothing(staged: Staged, case: Case) -> None:
    answer = case.comes(staged)
    assert answer.status_code == case.status
    assert f'data-code="{case.code}"' in answer.text
    for words in (case.says, case.next_step, case.keeps):
        assert words in answer.text


def test_each_code_has_a_sentence_of_its_own() -> None:
    told = {case.code: case.says for case in CASES}
    assert len(set(told.values())) == len(told)


TEXTS = {"ask": "text", "update": "text", "decline": "note", "pause": "note", "hand-back": "note", "withdraw": "note"}


@pytest.mark.parametrize("path", TEXTS)
def test_words_typed_on_an_old_page_of_any_act_come_back(staged: Staged, path: str) -> None:
    key = "caseworker" if path == "withdraw" else "shelter_worker"
    reached = "acknowledged" if path in {"ask", "decline"} else "active"
    offer, visitor = staged.scene.offers[reached], staged.visitor(key)
    complete = {"reason": {"pause": "away", "decline": "capacity", "withdraw": "by_person"}.get(path, "need_changed")}
    form = {**complete, "whose_choice": "service", TEXTS[path]: TYPED, "version": "1"}
    answer = visitor.submit(f"/offers/{offer}/{path}", form)
    assert answer.status_code == 409
    assert TYPED in answer.text


def test_a_refused_sending_leads_back_to_the_page_that_names_the_steps(staged: Staged) -> None:
    answer = sending_to_a_service_that_has_closed_meanwhile(staged)
    back = answer.text.partition('href="/refer/')[2].partition('"')[0]
    assert _SOMEBODY_ELSE in staged.visitor("caseworker").get(f"/refer/{back}?open=send").text
