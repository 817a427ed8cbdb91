from datetime import UTC, date, datetime, timedelta

import pytest

from lvws_core.errors import Conflict, Invalid, NotAllowed
from lvws_core.events import Event
from lvws_core.policy import Policy
from lvws_core.referrals import Custody, Detail, Direction, Move, Offer, OfferStatus, Pause
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import ClosureReason, WhoseChoice
from tests.lvws_core.builders.referrals import (
    ALICE,
    ALICES_MANAGER,
    BOB,
    BOBS_COLLEAGUE,
    BOBS_MANAGER,
    CHARLIE,
    DAY,
    HOUR,
    INTAKE,
    LEAD,
    MONDAY,
    PARTNER,
    STRANGER,
    a_sharing,
    an_inward_offer,
    an_offer,
    make,
    moved,
    send_facts,
)

S = OfferStatus
INCOMPLETE = [
    (S.SENT, Move.DECLINE, Detail(whose_choice=WhoseChoice.SERVICE), "reason", "required"),
    (S.SENT, Move.DECLINE, Detail(reason="capacity"), "whose_choice", "required"),
    (S.SENT, Move.DECLINE, Detail(reason="capacity", whose_choice="ours"), "whose_choice", "unknown"),
    (S.SENT, Move.DECLINE, Detail(reason="busy", whose_choice=WhoseChoice.SERVICE), "reason", "unknown"),
    (S.SENT, Move.ASK, Detail(note=" \n"), "note", "required"),
    (S.ACKNOWLEDGED, Move.WAITLIST, Detail(override=" "), "override", "required"),
    (S.ACCEPTED, Move.HAND_BACK, Detail(), "reason", "required"),
    (S.ACCEPTED, Move.HAND_BACK, Detail(reason="capacity", whose_choice="ours"), "whose_choice", "unknown"),
    (S.ACCEPTED, Move.NOT_REACHED, Detail(), "reason", "required"),
    (S.ACTIVE, Move.PAUSE, Detail(), "reason", "required"),
    (S.SENT, Move.WITHDRAW, Detail(), "reason", "required"),
    (S.SENT, Move.WITHDRAW, Detail(reason="capacity"), "reason", "unknown"),
    (S.ACCEPTED, Move.WITHDRAW, Detail(reason="recalled"), "reason", "not_in_this_state"),
    (S.OUTCOME_DUE, Move.WITHDRAW, Detail(reason="by_lead"), "reason", "not_in_this_state"),
    (S.OUTCOME_DUE, Move.RECORD_OUTCOME, Detail(), "outcome", "required"),
    (S.OUTCOME_DUE, Move.RECORD_OUTCOME, Detail(outcome="fine"), "outcome", "unknown"),
]


@pytest.mark.parametrize(("status", "action", "detail", "field", "code"), INCOMPLETE)
def test_a_detail_that_is_incomplete_is_refused_by_name(
    status: OfferStatus, action: Move, detail: Detail, field: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        make(an_offer(status, risk=Band.HIGH), action, detail=detail)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_below_high_risk_a_waiting_list_needs_no_override() -> None:
    waiting, event = make(an_offer(S.ACKNOWLEDGED), Move.WAITLIST, by=BOB, detail=Detail())
    assert waiting.status == S.WAITLISTED
    assert "overridden" not in event.detail


def test_route_04_a_worker_who_puts_high_risk_on_a_waiting_list_is_told_who_may() -> None:
    with pytest.raises(NotAllowed) as refused:
        make(an_offer(S.ACKNOWLEDGED, risk=Band.HIGH), Move.WAITLIST, by=BOB)
    assert [reason.code for reason in refused.value.reasons] == ["manager_needed"]


def test_the_overridden_waiting_list_is_marked_in_the_event_without_its_words() -> None:
    _, event = make(an_offer(S.ACKNOWLEDGED, risk=Band.HIGH), Move.WAITLIST)
    assert event.detail["overridden"] is True
    assert "Agreed" not in str(event.detail)


@pytest.mark.parametrize("status", [S.OUTCOME_DUE, S.SENT, S.PAUSED])
@pytest.mark.parametrize("reason", ["wrong_recipient", "consent_withdrawn"])
def test_the_wrong_recipient_and_withdrawn_consent_end_every_live_state(status: OfferStatus, reason: str) -> None:
    withdrawn, _ = make(an_offer(status), Move.WITHDRAW, detail=Detail(reason=reason))
    assert (withdrawn.status, withdrawn.reason, withdrawn.ended_by) == (S.WITHDRAWN, reason, ALICE.id)


def test_the_wrong_actor_learns_nothing_of_state_or_version() -> None:
    with pytest.raises(NotAllowed) as refused:
        make(an_offer(S.COMPLETED), Move.ACCEPT, by=CHARLIE, expected_version=9)
    assert [reason.code for reason in refused.value.reasons] == ["not_your_move"]


def test_i4_of_two_who_accept_one_wins_and_the_other_is_told() -> None:
    seen = an_offer(S.ACKNOWLEDGED, version=4)
    won, _ = make(seen, Move.ACCEPT, by=BOB)
    with pytest.raises(Conflict) as refused:
        make(won, Move.ACCEPT, by=BOBS_COLLEAGUE, expected_version=4)
    assert [reason.code for reason in refused.value.reasons] == ["already_taken", "version_changed"]
    assert "version 5, you had 4" in refused.value.reasons[1].text


def test_a_wrong_state_and_a_wrong_version_are_both_told() -> None:
    with pytest.raises(Conflict) as refused:
        make(an_offer(S.WITHDRAWN), Move.ACCEPT, expected_version=2)
    assert [reason.code for reason in refused.value.reasons] == ["wrong_state", "version_changed"]


def test_a_wrong_version_alone_is_a_conflict() -> None:
    with pytest.raises(Conflict) as refused:
        make(an_offer(S.SENT), Move.ACCEPT, expected_version=0)
    assert [reason.code for reason in refused.value.reasons] == ["version_changed"]


def test_nothing_is_sent_without_facts() -> None:
    with pytest.raises(Invalid) as refused:
        make(an_offer(), Move.SEND, facts=None)
    assert (refused.value.field, refused.value.code) == ("facts", "required")


def test_partner_to_partner_goes_through_the_lead() -> None:
    onward = an_offer(organisation_id=STRANGER, lead_organisation_id=PARTNER)
    with pytest.raises(NotAllowed) as refused:
        make(onward, Move.SEND, by=BOB)
    assert [reason.code for reason in refused.value.reasons] == ["goes_through_lead"]


@pytest.mark.parametrize("claimed", [Direction.ONWARD, Direction.INWARD])
def test_a_partner_who_refers_in_to_another_partner_is_told_the_way_whatever_the_facts_claim(
    claimed: Direction,
) -> None:
    facts = send_facts(to_lead=False, direction=claimed)
    with pytest.raises(NotAllowed) as refused:
        make(an_inward_offer(organisation_id=STRANGER), Move.SEND, facts=facts)
    assert [reason.code for reason in refused.value.reasons] == ["goes_through_lead"]
    assert "Refer the person to the lead" in refused.value.reasons[0].text


def test_the_other_guards_hold_inward_too() -> None:
    facts = send_facts(to_lead=False, agreement_live=False, duplicate=True)
    with pytest.raises(NotAllowed) as refused:
        make(an_inward_offer(), Move.SEND, facts=facts)
    assert [r.code for r in refused.value.reasons] == [
        "goes_through_lead",
        "agreement_not_live",
        "duplicate_live_offer",
    ]


def test_the_lead_sends_on_to_whomever_it_likes() -> None:
    assert make(an_offer(), Move.SEND, facts=send_facts(to_lead=False))[0].status == S.SENT


def test_route_04_inward_the_leads_manager_alone_lets_high_risk_wait() -> None:
    offer = an_inward_offer(S.ACKNOWLEDGED, risk=Band.HIGH)
    with pytest.raises(NotAllowed) as refused:
        make(offer, Move.WAITLIST, by=INTAKE)
    assert refused.value.reasons[0].code == "manager_needed"
    assert "lead's manager" in refused.value.reasons[0].text
    assert make(offer, Move.WAITLIST, by=ALICES_MANAGER)[0].status == S.WAITLISTED


def test_inward_first_contact_moves_custody_to_the_lead_that_was_asked() -> None:
    active = moved(an_inward_offer(S.ACCEPTED), Move.FIRST_CONTACT)
    assert (active.custody, active.organisation_id) == (Custody.PARTNER, LEAD)


def test_a_direction_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        an_offer(direction="sideways")
    assert (refused.value.field, refused.value.code) == ("direction", "unknown")


def test_failed_guards_are_all_told() -> None:
    facts = send_facts(agreement_live=False, conflict=True, risk_set_on=None)
    with pytest.raises(NotAllowed) as refused:
        make(an_offer(), Move.SEND, facts=facts)
    assert [r.code for r in refused.value.reasons] == ["agreement_not_live", "risk_not_set", "conflict"]


def test_the_offer_says_whom_it_is_for_and_whether_it_is_co_work() -> None:
    elsewhere = send_facts(sharing=a_sharing(organisation_id=LEAD), duplicate=True, co_work=True)
    with pytest.raises(NotAllowed) as refused:
        make(an_offer(), Move.SEND, facts=elsewhere)
    assert [r.code for r in refused.value.reasons] == ["sharing_for_another", "duplicate_live_offer"]
    assert make(an_offer(co_work=True), Move.SEND, facts=send_facts(duplicate=True))[0].status == S.SENT


def test_the_moment_of_sending_judges_how_old_the_risk_level_is() -> None:
    with pytest.raises(NotAllowed) as refused:
        make(an_offer(), Move.SEND, now=MONDAY + 90 * DAY, facts=send_facts(at=MONDAY))
    assert [r.code for r in refused.value.reasons] == ["risk_stale"]


def test_sending_stores_risk_policy_and_the_end_of_the_consent() -> None:
    facts = send_facts(
        risk=Band.HIGH, consent_expires_at=MONDAY + 30 * DAY, eligibility_override="Agreed", eligible=False
    )
    sent, event = make(an_offer(), Move.SEND, facts=facts, policy=Policy(version="2027-01"))
    assert (sent.risk, sent.policy_version, sent.visible_until) == (Band.HIGH, "2027-01", MONDAY + 30 * DAY)
    assert (event.detail["path"], event.detail["overridden"]) == ("consent", True)
    assert make(sent, Move.ACCEPT)[1].detail["policy_version"] == "2027-01"


def test_high_risk_of_the_offer_counts_where_the_facts_name_none() -> None:
    with pytest.raises(NotAllowed) as refused:
        make(an_offer(risk=Band.HIGH), Move.SEND, facts=send_facts(safety_plan=False, marac_decided=False))
    assert [r.code for r in refused.value.reasons] == ["safety_plan_missing", "marac_decision_missing"]


@pytest.mark.parametrize("action", [Move.ACCEPT, Move.DECLINE, Move.ASK])
def test_an_answer_to_an_unopened_offer_acknowledges_it(action: Move) -> None:
    assert moved(an_offer(S.SENT), action).acknowledged_at == MONDAY


def test_reading_acknowledges_without_raising_the_version() -> None:
    read, event = make(an_offer(S.SENT, version=3), Move.ACKNOWLEDGE)
    assert (read.status, read.version, event.detail["version"]) == (S.ACKNOWLEDGED, 3, 3)


def test_every_other_move_raises_the_version_by_one() -> None:
    assert make(an_offer(S.SENT, version=3), Move.ACCEPT)[0].version == 4


def test_first_instants_stay_and_the_latest_question_counts() -> None:
    offer = moved(an_offer(), Move.SEND, Move.ACKNOWLEDGE, Move.ASK, Move.ANSWER, Move.ASK, Move.ANSWER, Move.WAITLIST)
    offer = moved(offer, Move.ACCEPT, Move.FIRST_CONTACT, at=MONDAY + DAY)
    assert (offer.sent_at, offer.acknowledged_at) == (MONDAY, MONDAY + HOUR)
    assert (offer.asked_at, offer.decided_at) == (MONDAY + 4 * HOUR, MONDAY + 6 * HOUR)
    assert (offer.accepted_at, offer.contacted_at, offer.entered_at) == (
        MONDAY + DAY,
        MONDAY + DAY + HOUR,
        offer.contacted_at,
    )


def test_questions_and_pauses_are_kept_as_times_that_stood_still() -> None:
    offer = moved(an_offer(), Move.SEND, Move.ASK, Move.ANSWER, Move.ACCEPT, Move.FIRST_CONTACT, Move.PAUSE)
    asked = Pause(from_at=MONDAY + HOUR, until_at=MONDAY + 2 * HOUR)
    assert offer.pauses == (asked, Pause(from_at=MONDAY + 5 * HOUR))
    assert (offer.until, offer.reason) == ("2026-12-01", "person_asked")
    resumed = moved(offer, Move.RESUME, at=MONDAY + DAY)
    assert resumed.pauses[1].until_at == MONDAY + DAY
    assert (resumed.until, resumed.reason) == (None, None)


def test_a_clock_that_was_set_back_never_makes_a_pause_run_backwards() -> None:
    asked = moved(an_offer(S.SENT), Move.ASK)
    answered, _ = make(asked, Move.ANSWER, now=MONDAY - HOUR)
    assert answered.pauses == (Pause(from_at=MONDAY, until_at=MONDAY),)


def test_first_contact_moves_custody_and_hand_back_returns_it() -> None:
    active = moved(an_offer(S.ACCEPTED), Move.FIRST_CONTACT)
    assert active.custody == Custody.PARTNER
    assert moved(active, Move.HAND_BACK).custody == Custody.LEAD


def test_the_event_says_who_what_when_and_to_whom_it_matters() -> None:
    declined, event = make(an_offer(S.SENT), Move.DECLINE, by=BOB)
    assert (event.kind, event.at, event.actor_id) == ("offer.moved", MONDAY, BOB.id)
    assert (event.old, event.new, event.organisation_ids) == ("sent", "declined", (LEAD, PARTNER))
    assert (event.detail["reason"], event.detail["whose_choice"]) == ("capacity", "service")
    assert (declined.reason, declined.whose_choice, declined.ended_by) == ("capacity", "service", BOB.id)


def test_an_expiry_is_nobodys_act_and_has_its_reason() -> None:
    expired, event = make(an_offer(S.SENT), Move.EXPIRE)
    assert (event.actor_id, expired.ended_by, expired.reason) == (None, None, "no_response")


def test_an_error_has_its_reason_and_is_frozen() -> None:
    error, _ = make(an_offer(), Move.MARK_ERROR)
    assert (error.reason, error.frozen_at) == ("entered_in_error", MONDAY)


def test_the_outcome_is_the_reason_of_a_completion() -> None:
    completed, _ = make(an_offer(S.OUTCOME_DUE), Move.RECORD_OUTCOME)
    assert (completed.reason, completed.outcome) == (ClosureReason.NEEDS_MET, ClosureReason.NEEDS_MET)


def words_of(event: Event) -> str:
    return str(event.detail)


def test_no_word_of_a_person_enters_an_event() -> None:
    secret = Detail(note="She lives at", override="because of", reason="capacity", whose_choice=WhoseChoice.PERSON)
    events = [
        make(an_offer(S.SENT), Move.ASK, detail=secret)[1],
        make(an_offer(S.SENT), Move.DECLINE, detail=secret)[1],
        make(an_offer(S.ACKNOWLEDGED), Move.WAITLIST, detail=secret)[1],
    ]
    assert not any("lives" in words_of(event) or "because" in words_of(event) for event in events)


def test_t37_recall_ends_ten_minutes_after_sending() -> None:
    recall = Detail(reason="recalled")
    late = MONDAY + timedelta(minutes=11)
    assert make(an_offer(S.SENT), Move.WITHDRAW, now=MONDAY, detail=recall)[0].reason == "recalled"
    with pytest.raises(Conflict) as refused:
        make(an_offer(S.SENT), Move.WITHDRAW, now=late, detail=recall)
    assert [reason.code for reason in refused.value.reasons] == ["recall_over"]


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(Invalid):
        make(an_offer(S.SENT), Move.ACCEPT, now=datetime(2026, 11, 16, 10, 0))  # noqa: DTZ001


def test_the_waiting_list_keeps_the_expected_day() -> None:
    waiting, event = make(an_offer(S.ACKNOWLEDGED), Move.WAITLIST, by=BOBS_MANAGER)
    assert (waiting.until, event.detail["until"]) == ("2026-12-01", "2026-12-01")
    assert isinstance(moved(waiting, Move.ACCEPT), Offer)
    assert date.fromisoformat(event.detail["until"]) == date(2026, 12, 1)
    assert event.at.tzinfo is UTC
