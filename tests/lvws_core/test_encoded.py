"""Rules that stand in several modules, or in words alone: each is tried by its id."""

from datetime import timedelta

import pytest

from lvws_core.actors import Permission, Role, may
from lvws_core.consent.attempts import AttemptOutcome
from lvws_core.consent.contact import Attempt as ContactAttempt
from lvws_core.consent.contact import AttemptPriority, Channel, in_plain_words, may_contact, next_attempt
from lvws_core.consent.minimum import NEVER_BY_DEFAULT, limit
from lvws_core.consent.records import ConsentStatus
from lvws_core.consent.sharing import DataCategory, Ground, RecipientKind, Schedule1, decide_sharing
from lvws_core.referrals.allocation import CaseFacts, WorkerRole, allocate
from lvws_core.referrals.clocks import ClockKind, clocks
from lvws_core.referrals.guards import check_send
from lvws_core.referrals.moves import OfferStatus
from lvws_core.risk import dash
from lvws_core.risk.dash import QUESTIONS, Band
from lvws_core.risk.marac import Circumstances, Criterion, Route, decide_marac
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Ethnicity
from tests.lvws_core.builders.referrals import LEAD, MONDAY, an_actor, an_offer, send_facts
from tests.lvws_core.builders.risk import a_score, some_circumstances
from tests.lvws_core.consent.builders import NOW, a_consent, a_plan, a_request, an_agreement, an_override

IN_NEED = (Ground.DANGER_TO_LIFE, Ground.CHILD_AT_RISK, Ground.ADULT_AT_RISK, Ground.MARAC_CRITERION)


def codes(ground: Ground) -> set[str]:
    decision = decide_sharing(a_request(grounds=frozenset({ground})), override=an_override())
    return {reason.code for reason in decision.reasons}


@pytest.mark.parametrize("ground", Ground)
def test_cons_03_without_consent_only_what_is_necessary_leaves_and_the_person_is_told(ground: Ground) -> None:
    decision = decide_sharing(a_request(grounds=frozenset({ground})), override=an_override())
    assert "only_necessary" in codes(ground)
    assert decision.consent_id is None
    assert decision.basis is not None


def test_mar_22_after_a_court_order_the_person_is_told_unless_it_bars_that() -> None:
    assert "tell_person" in codes(Ground.COURT_ORDER)


def test_cons_05_an_emergency_waits_for_nothing_and_its_record_is_completed() -> None:
    assert {"danger_to_life", "complete_record"} <= codes(Ground.DANGER_TO_LIFE)


def test_cons_06_a_refusal_offers_to_discuss_the_case_without_identifiers() -> None:
    assert decide_sharing(a_request()).reasons[-1].rule == "CONS-06"


def test_cons_07_an_adult_at_risk_is_asked_for_their_views_and_safeguarding_is_the_condition() -> None:
    decision = decide_sharing(a_request(grounds=frozenset({Ground.ADULT_AT_RISK})), override=an_override())
    assert "adult_at_risk" in codes(Ground.ADULT_AT_RISK)
    assert decision.basis is not None
    assert decision.basis.schedule_1 == Schedule1.SAFEGUARDING


def test_cons_21_who_declined_is_told_apart_from_who_was_never_asked() -> None:
    declined = a_consent(status=ConsentStatus.DECLINED)
    withheld = decide_sharing(a_request(), [declined], [an_agreement()]).withheld
    assert {reason.code for reason in withheld.values()} == {"consent_declined"}


def test_top_04_abuse_after_a_marac_goes_back_whatever_the_count() -> None:
    on = some_circumstances().on
    assert decide_marac(some_circumstances(score=a_score(0), last_referral_on=on, incident_on=on)).refer


def test_top_17_who_has_no_role_for_it_sees_nothing_of_it() -> None:
    analyst = an_actor(Role.ANALYST, LEAD)
    decision = may(analyst, Permission.PERSON_READ)
    assert (decision.allowed, decision.reasons[0].rule) == (False, "TOP-17")


def test_top_05_a_refused_consent_does_not_stop_a_referral_to_marac() -> None:
    declined = a_consent(status=ConsentStatus.DECLINED)
    request = a_request(grounds=frozenset({Ground.MARAC_CRITERION}))
    assert decide_sharing(request, [declined], [], an_override()).allowed
    assert not any("perpetrator" in field for field in request.__struct_fields__)


def test_mar_20_and_21_without_consent_there_is_a_basis_a_reason_and_who_authorised() -> None:
    request = a_request(grounds=frozenset({Ground.MARAC_CRITERION}))
    override = an_override()
    decision = decide_sharing(request, override=override)
    assert decision.basis is not None
    assert override.is_complete
    assert not decide_sharing(request, override=an_override(reason="")).allowed


def test_mar_24_marac_material_reaches_no_recipient_on_any_path() -> None:
    asked = a_request(categories=frozenset({DataCategory.MARAC_MATERIAL, DataCategory.IDENTITY}))
    assert all(DataCategory.MARAC_MATERIAL not in limit(kind) for kind in RecipientKind)
    for ground in IN_NEED:
        request = a_request(categories=asked.categories, grounds=frozenset({ground}))
        assert DataCategory.MARAC_MATERIAL not in decide_sharing(request, override=an_override()).categories
    assert DataCategory.MARAC_MATERIAL in NEVER_BY_DEFAULT


def test_mar_01_both_are_16_or_over() -> None:
    for victim, harmer in ((15, 40), (40, 15)):
        found = decide_marac(some_circumstances(victim_age=victim, perpetrator_age=harmer, score=a_score(20)))
        assert (found.refer, found.routes) == (False, (Route.CHILDRENS_SOCIAL_CARE,))
    assert decide_marac(some_circumstances(victim_age=16, perpetrator_age=16, score=a_score(20))).refer


def test_risk_02_the_questions_are_paraphrases_and_the_module_says_who_owns_the_wording() -> None:
    assert all(question.summary for question in QUESTIONS)
    assert "official form" in (dash.__doc__ or "")


def test_risk_16_circumstances_are_of_one_perpetrator() -> None:
    assert "perpetrator_age" in Circumstances.__struct_fields__
    assert not decide_marac(
        some_circumstances(
            last_referral_on=some_circumstances().on, incident_on=some_circumstances().on, same_perpetrator=False
        )
    ).repeat


def test_risk_21_judgement_rests_on_what_the_practitioner_writes() -> None:
    found = decide_marac(some_circumstances(judgement="She will not speak to us in front of his mother"))
    assert found.criteria == (Criterion.PROFESSIONAL_JUDGEMENT,)


def test_risk_34_concern_for_a_child_is_a_route_of_its_own_beside_marac() -> None:
    found = decide_marac(some_circumstances(victim_age=17, score=a_score(14)))
    assert found.routes == (Route.MARAC, Route.CHILDRENS_SOCIAL_CARE)


def test_route_07_a_second_live_offer_needs_co_work() -> None:
    def found(**changes: object) -> list[str]:
        return [reason.rule for reason in check_send(send_facts(duplicate=True, **changes))]

    assert found() == ["ROUTE-07"]
    assert found(co_work=True) == []


@pytest.mark.parametrize(("risk", "due"), [(Band.HIGH, timedelta(days=1)), (Band.STANDARD, timedelta(days=3, hours=7))])
def test_route_09_a_reply_is_due_in_a_day_at_high_risk_and_in_working_days_else(risk: Band, due: timedelta) -> None:
    (decide,) = clocks(an_offer(OfferStatus.ACKNOWLEDGED, risk=risk), england_and_wales())
    assert (decide.kind, decide.due_at) == (ClockKind.DECIDE, MONDAY + due)


def test_top_14_an_outcome_waits_until_the_lead_has_acknowledged_it() -> None:
    (loop,) = clocks(an_offer(OfferStatus.COMPLETED), england_and_wales())
    assert loop.kind == ClockKind.LOOP


def test_top_13_two_working_days_leave_out_weekends_and_bank_holidays() -> None:
    friday_before_easter_week = england_and_wales().add_working_days(
        MONDAY.date().replace(month=4, day=2, year=2026), 2
    )
    assert friday_before_easter_week.isoformat() == "2026-04-08"


def test_code_01_a_victim_who_is_a_witness_keeps_one_lead_and_both_strands() -> None:
    facts = CaseFacts(domestic_abuse_level=None, is_epr=False, is_witness=True, is_victim=True, borough=None)
    found = allocate(facts)
    assert found.role != WorkerRole.PTOS
    assert "one_lead" in {reason.code for reason in found.reasons}


def test_top_11_somebody_else_who_answers_stops_all_contact_and_the_service_is_never_named() -> None:
    plan = a_plan(breach_open=True)
    assert not may_contact(plan, Channel.MOBILE_CALL, NOW).allowed
    assert "If someone else answers: end without saying why." in in_plain_words(plan)


def test_cont_02_the_service_is_not_named_first() -> None:
    assert "Do not name the service first." in in_plain_words(a_plan())


def test_cont_05_nothing_is_left_with_anybody_else() -> None:
    words = in_plain_words(a_plan(say_if_other_answers="Wrong number"))
    assert "If someone else answers: say “Wrong number” and end." in words
    assert "No voicemail, no texts, nothing else." in words


def test_top_19_who_was_reached_and_declined_is_not_tried_again() -> None:
    made = ContactAttempt(at=NOW, channel=Channel.MOBILE_CALL, outcome=AttemptOutcome.DECLINED)
    found = next_attempt(a_plan(), AttemptPriority.NON_EPR, [made], NOW, NOW, england_and_wales())
    assert (found.due_at, [reason.rule for reason in found.reasons]) == (None, ["TOP-19"])


def test_eth_02_there_is_no_code_for_what_an_officer_perceived() -> None:
    assert not any("officer" in each.value or "perceived" in each.value for each in Ethnicity)
