from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import Agreement, AgreementStatus, Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.consent.basis import in_force
from lvws_core.consent.minimum import limit
from lvws_core.consent.sharing import (
    NEVER_BY_DEFAULT,
    Article6,
    Article9,
    Confidentiality,
    Ground,
    Override,
    RecipientKind,
    Schedule1,
    ShareRequest,
    SharingDecision,
    SharingPath,
    decide_sharing,
)
from lvws_core.errors import Invalid
from lvws_core.ids import AgreementId, ConsentId
from lvws_core.policy import Policy
from tests.lvws_core.consent.builders import (
    AUTHORISER,
    EVERYTHING,
    GALOP,
    NOW,
    PERSON,
    SHELTER,
    SOMEBODY_ELSE,
    USUAL,
    a_consent,
    a_request,
    an_agreement,
    an_override,
)
from tests.lvws_core.consent.strategies import (
    agreements,
    an_override_or_none,
    consents,
    many_agreements,
    many_consents,
    requests,
)

BY_OVERRIDE = [g for g in Ground if g not in {Ground.COURT_ORDER, Ground.DANGER_TO_LIFE}]
HEALTH = frozenset({DataCategory.HEALTH})
years = st.timedeltas(timedelta(), timedelta(days=1500))


def codes(decision: SharingDecision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def why(decision: SharingDecision) -> set[str]:
    return {reason.code for reason in decision.withheld.values()}


def test_cons_22_nothing_is_shared_without_consent_and_agreement() -> None:
    decision = decide_sharing(a_request())
    assert (decision.allowed, decision.path, decision.categories) == (False, SharingPath.NONE, frozenset())
    assert decision.withheld.keys() == USUAL
    assert codes(decision) == ["no_consent", "no_live_agreement", "offer_another_way"]
    assert decision.basis is None


def test_top_06_consent_and_a_live_agreement_share_what_both_name() -> None:
    consent, agreement = a_consent(), an_agreement()
    decision = decide_sharing(a_request(), [consent], [agreement])
    assert (decision.allowed, decision.path, decision.categories) == (True, SharingPath.CONSENT, USUAL)
    assert (decision.consent_id, decision.agreement_id) == (consent.id, agreement.id)
    assert (codes(decision), decision.withheld, decision.parts) == (["consent"], {}, {})


def test_top_08_sharing_on_consent_stores_three_answers() -> None:
    basis = decide_sharing(a_request(), [a_consent()], [an_agreement()]).basis
    assert basis is not None
    assert (basis.article_6, basis.article_9) == (Article6.CONSENT, Article9.EXPLICIT_CONSENT)
    assert (basis.confidentiality, basis.schedule_1) == (Confidentiality.CONSENT, None)


def test_others_named_in_the_file_need_paragraph_17_besides() -> None:
    asked = frozenset({DataCategory.CHILDREN})
    decision = decide_sharing(a_request(categories=asked), [a_consent(categories=asked)], [an_agreement()])
    assert decision.basis is not None
    assert decision.basis.schedule_1 == Schedule1.COUNSELLING


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"person_id": SOMEBODY_ELSE}, "no_consent"),
        ({"organisation_id": GALOP}, "no_consent"),
        ({"purpose": Purpose.EVALUATION}, "other_purpose"),
        ({"explicit": False}, "consent_not_explicit"),
        ({"status": ConsentStatus.WITHDRAWN}, "consent_withdrawn"),
        ({"withdrawn_at": NOW}, "consent_withdrawn"),
        ({"status": ConsentStatus.DECLINED}, "consent_declined"),
        ({"status": ConsentStatus.EXPIRED}, "consent_expired"),
        ({"expires_at": NOW}, "consent_expired"),
        ({"status": ConsentStatus.SUPERSEDED}, "consent_superseded"),
        ({"valid_from": NOW + timedelta(seconds=1)}, "consent_not_begun"),
        ({"categories": HEALTH}, "no_consent"),
    ],
)
def test_cons_22_a_consent_that_does_not_fit_never_counts_and_says_why(change: dict[str, Any], code: str) -> None:
    decision = decide_sharing(a_request(), [a_consent(**change)], [an_agreement()])
    assert not decision.allowed
    assert why(decision) == {code}
    assert codes(decision) == [code, "offer_another_way"]


def test_a_consent_past_the_hard_expiry_never_counts_and_the_policy_says_when_that_is() -> None:
    old = a_consent(valid_from=NOW - timedelta(days=40), expires_at=None)
    assert decide_sharing(a_request(), [old], [an_agreement()]).allowed
    short = Policy(consent_expiry_months=1)
    assert why(decide_sharing(a_request(), [old], [an_agreement()], policy=short)) == {"consent_expired"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"organisation_id": GALOP}, "no_live_agreement"),
        ({"status": AgreementStatus.SIGNED}, "no_live_agreement"),
        ({"ends_on": NOW.date() - timedelta(days=1)}, "no_live_agreement"),
        ({"starts_on": NOW.date() + timedelta(days=1)}, "no_live_agreement"),
        ({"categories": HEALTH}, "not_in_agreement"),
    ],
)
def test_cons_50_an_agreement_that_does_not_fit_blocks_and_says_why(change: dict[str, Any], code: str) -> None:
    decision = decide_sharing(a_request(), [a_consent()], [an_agreement(**change)])
    assert not decision.allowed
    assert why(decision) == {code}


def test_cons_50_the_agreement_is_live_by_the_london_day() -> None:
    last_day = an_agreement(ends_on=datetime(2026, 7, 1, tzinfo=UTC).date())
    consent = a_consent(valid_from=datetime(2026, 6, 1, tzinfo=UTC), expires_at=None)
    past_midnight = a_request(at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))
    assert why(decide_sharing(past_midnight, [consent], [last_day])) == {"no_live_agreement"}


def test_what_is_not_consented_stays_and_the_rest_leaves() -> None:
    decision = decide_sharing(a_request(categories=USUAL | HEALTH), [a_consent()], [an_agreement()])
    assert decision.categories == USUAL
    assert {c: r.code for c, r in decision.withheld.items()} == {DataCategory.HEALTH: "no_consent"}


def test_two_consents_cover_together_and_the_wider_one_is_named() -> None:
    narrow = a_consent(id=ConsentId(UUID(int=30)), categories=HEALTH)
    part, whole = an_agreement(id=AgreementId(UUID(int=40)), categories=HEALTH), an_agreement()
    unused = a_consent(id=ConsentId(UUID(int=29)), status=ConsentStatus.SUPERSEDED)
    request = a_request(categories=USUAL | HEALTH)
    decision = decide_sharing(request, [narrow, unused, a_consent()], [part, whole])
    assert decision.categories == USUAL | HEALTH
    assert decision.consent_ids == (a_consent().id, narrow.id)
    assert (decision.consent_id, decision.agreement_id) == (a_consent().id, whole.id)


def test_of_two_that_cover_as_much_the_lower_id_is_named_first() -> None:
    held = [a_consent(id=ConsentId(UUID(int=number))) for number in (33, 32)]
    under = [an_agreement(id=AgreementId(UUID(int=number))) for number in (43, 42)]
    decision = decide_sharing(a_request(), held, under)
    assert decision.consent_ids == (ConsentId(UUID(int=32)), ConsentId(UUID(int=33)))
    assert decision.agreement_ids == (AgreementId(UUID(int=42)), AgreementId(UUID(int=43)))


def test_cons_50_agreements_cover_together_and_a_stranger_among_the_consents_is_passed_over() -> None:
    part = an_agreement(id=AgreementId(UUID(int=40)), categories=USUAL)
    rest = an_agreement(categories=HEALTH)
    strangers = [a_consent(person_id=SOMEBODY_ELSE), a_consent(organisation_id=GALOP)]
    consent = a_consent(categories=USUAL | HEALTH, valid_from=NOW)
    decision = decide_sharing(a_request(categories=USUAL | HEALTH), [*strangers, consent], [part, rest])
    assert decision.categories == USUAL | HEALTH


def test_cons_22_of_two_consents_that_do_not_count_the_more_telling_is_told() -> None:
    other = a_consent(purpose=Purpose.RJ)
    gone = a_consent(status=ConsentStatus.WITHDRAWN)
    for told in ([other, gone], [gone, other]):
        decision = decide_sharing(a_request(), told, [an_agreement()])
        assert {reason.code for reason in decision.withheld.values()} == {"consent_withdrawn"}


def test_cons_30_a_category_outside_the_column_stays_even_when_consented() -> None:
    request = a_request(categories=USUAL | {DataCategory.OWN_OFFENDING}, recipient=RecipientKind.SHELTER)
    decision = decide_sharing(request, [a_consent(categories=EVERYTHING)], [an_agreement()])
    assert decision.categories == USUAL
    assert why(decision) == {"not_for_recipient"}


def test_cons_30_what_the_table_adds_only_if_needed_leaves_when_consented() -> None:
    asked = frozenset({DataCategory.FULL_ADDRESS, DataCategory.IMMIGRATION})
    request = a_request(categories=asked, recipient=RecipientKind.SHELTER)
    decision = decide_sharing(request, [a_consent(categories=asked)], [an_agreement()])
    assert decision.categories == asked
    assert codes(decision) == ["consent", "immigration_warning"]


def test_cons_30_the_decision_says_which_part_may_leave() -> None:
    asked = frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT})
    decision = decide_sharing(
        a_request(categories=asked, recipient=RecipientKind.HOST), [a_consent()], [an_agreement()]
    )
    assert decision.parts == {DataCategory.IDENTITY: "name only"}


def test_nothing_chosen_is_a_refusal_that_says_so() -> None:
    decision = decide_sharing(a_request(categories=frozenset()), [a_consent()], [an_agreement()])
    assert codes(decision) == ["nothing_asked", "offer_another_way"]


def test_a_court_order_needs_no_consent_agreement_override_or_second_person() -> None:
    decision = decide_sharing(a_request(grounds=frozenset({Ground.COURT_ORDER})))
    assert (decision.path, decision.categories) == (SharingPath.COURT_ORDER, USUAL)
    assert not decision.needs_second_person
    assert decision.basis is not None
    assert (decision.basis.article_6, decision.basis.article_9) == (Article6.LEGAL_OBLIGATION, Article9.LEGAL_CLAIMS)
    assert decision.basis.confidentiality == Confidentiality.LEGAL_DUTY
    assert codes(decision) == ["court_order", "tell_person", "only_necessary"]


@pytest.mark.parametrize(
    ("override", "needed"),
    [(None, True), (an_override(second_person_id=None), True), (an_override(), False)],
)
def test_top_09_danger_to_life_is_shared_at_once_and_looked_at_afterwards(
    override: Override | None,
    needed: bool,
) -> None:
    decision = decide_sharing(a_request(grounds=frozenset({Ground.DANGER_TO_LIFE})), override=override)
    assert (decision.allowed, decision.path) == (True, SharingPath.DANGER_TO_LIFE)
    assert decision.needs_second_person is needed


@pytest.mark.parametrize("ground", BY_OVERRIDE)
def test_cons_04_a_complete_override_opens_each_other_ground(ground: Ground) -> None:
    decision = decide_sharing(a_request(grounds=frozenset({ground})), override=an_override())
    assert (decision.allowed, decision.path.value, decision.categories) == (True, ground.value, USUAL)
    assert not decision.needs_second_person
    assert codes(decision) == [ground.value, "only_necessary"]


@pytest.mark.parametrize("ground", BY_OVERRIDE)
@pytest.mark.parametrize(
    ("override", "lacking"),
    [
        (None, ["override_reason_missing", "second_person_missing"]),
        (an_override(reason=" \u200b-"), ["override_reason_missing"]),
        (an_override(second_person_id=None), ["second_person_missing"]),
        (an_override(second_person_id=AUTHORISER), ["second_person_is_authoriser"]),
    ],
)
def test_cons_04_an_incomplete_override_opens_nothing_and_says_what_is_lacking(
    ground: Ground, override: Override | None, lacking: list[str]
) -> None:
    decision = decide_sharing(a_request(grounds=frozenset({ground})), override=override)
    assert (decision.allowed, decision.path) == (False, SharingPath.NONE)
    assert codes(decision)[: len(lacking)] == lacking
    assert decision.needs_second_person is (lacking[-1] != "override_reason_missing")


def test_without_an_override_a_ground_falls_to_consent_and_still_says_what_it_lacked() -> None:
    request = a_request(grounds=frozenset({Ground.MARAC_CRITERION}))
    decision = decide_sharing(request, [a_consent()], [an_agreement()])
    assert decision.path == SharingPath.CONSENT
    assert codes(decision) == ["consent", "override_reason_missing", "second_person_missing"]


def test_cons_40_who_lacks_capacity_for_this_decision_cannot_consent_to_it() -> None:
    request = a_request(grounds=frozenset({Ground.LACKS_CAPACITY}))
    assert why(decide_sharing(request, [a_consent()], [an_agreement()])) == {"no_capacity_to_consent"}


def test_the_first_path_that_is_open_decides() -> None:
    order = [path.value for path in SharingPath][:6]
    for first, ground in enumerate(order):
        grounds = frozenset(Ground(g) for g in order[first:])
        decision = decide_sharing(a_request(grounds=grounds), [a_consent()], [an_agreement()], an_override())
        assert decision.path.value == ground
    assert [path.value for path in SharingPath] == [*(g.value for g in Ground), "consent", "none"]


@pytest.mark.parametrize("ground", Ground)
def test_what_never_leaves_by_default_leaves_on_no_path(ground: Ground) -> None:
    request = a_request(categories=EVERYTHING, grounds=frozenset({ground}))
    decision = decide_sharing(request, override=an_override())
    assert decision.withheld.keys() == NEVER_BY_DEFAULT
    assert why(decision) == {"never_by_default"}
    only = decide_sharing(a_request(categories=NEVER_BY_DEFAULT, grounds=frozenset({ground})), override=an_override())
    assert (only.allowed, codes(only)) == (False, ["never_by_default", "offer_another_way"])


@pytest.mark.parametrize("ground", BY_OVERRIDE)
def test_recognised_legitimate_interest_exists_from_5_february_2026_in_london(ground: Ground) -> None:
    before = datetime(2026, 2, 4, 23, 59, tzinfo=UTC)
    chosen = []
    for at in (before, before + timedelta(minutes=1)):
        basis = decide_sharing(a_request(at=at, grounds=frozenset({ground})), override=an_override()).basis
        assert basis is not None
        assert in_force(basis.article_6, at)
        chosen.append(basis.article_6)
    assert chosen == [Article6.LEGITIMATE_INTERESTS, Article6.RECOGNISED_LEGITIMATE_INTEREST]
    assert not in_force(Article6.RECOGNISED_LEGITIMATE_INTEREST, before)


def test_vital_interests_cover_special_data_only_of_who_cannot_consent() -> None:
    can = decide_sharing(a_request(grounds=frozenset({Ground.DANGER_TO_LIFE}))).basis
    cannot = decide_sharing(a_request(grounds=frozenset({Ground.DANGER_TO_LIFE, Ground.LACKS_CAPACITY}))).basis
    assert can is not None
    assert cannot is not None
    assert (can.article_6, cannot.article_6) == (Article6.VITAL_INTERESTS, Article6.VITAL_INTERESTS)
    assert (can.article_9, can.schedule_1) == (Article9.SUBSTANTIAL_PUBLIC_INTEREST, Schedule1.UNLAWFUL_ACTS)
    assert (cannot.article_9, cannot.schedule_1) == (Article9.VITAL_INTERESTS, None)


def test_cons_01_safeguarding_is_not_picked_for_every_adult_and_the_authoriser_may_pick() -> None:
    request = a_request(grounds=frozenset({Ground.MARAC_CRITERION}))
    usual = decide_sharing(request, override=an_override()).basis
    picked = decide_sharing(request, override=an_override(picked=Schedule1.SAFEGUARDING)).basis
    assert usual is not None
    assert picked is not None
    assert (usual.schedule_1, picked.schedule_1) == (Schedule1.UNLAWFUL_ACTS, Schedule1.SAFEGUARDING)
    assert usual.confidentiality == Confidentiality.OVERRIDING_PUBLIC_INTEREST
    assert all(paragraph.test.endswith(".") for paragraph in Schedule1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"at": datetime(2026, 11, 24)}, "at: naive"),  # noqa: DTZ001 - what has to be refused
        ({"categories": frozenset({"shoe_size"})}, "categories: unknown_category"),
        ({"grounds": frozenset({"curiosity"})}, "grounds: unknown_ground"),
    ],
)
def test_a_request_that_cannot_be_is_refused(change: dict[str, Any], fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        a_request(**change)


@given(requests, many_consents, many_agreements, an_override_or_none)
def test_cons_30_what_leaves_and_what_stays_are_together_what_was_asked(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement], override: Override | None
) -> None:
    decision = decide_sharing(request, given_, agreed, override)
    assert decision.categories | decision.withheld.keys() == request.categories
    assert decision.categories.isdisjoint(decision.withheld)
    assert decision.categories.isdisjoint(NEVER_BY_DEFAULT)
    assert decision.allowed == bool(decision.categories) == (decision.path != SharingPath.NONE)
    assert decision.allowed == (decision.basis is not None)
    assert decision.reasons


@given(requests, many_consents, many_agreements, an_override_or_none)
def test_cons_04_an_override_is_never_bypassed(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement], override: Override | None
) -> None:
    decision = decide_sharing(request, given_, agreed, override)
    if decision.path in {SharingPath.CONSENT, SharingPath.NONE}:
        return
    assert Ground(decision.path) in request.grounds
    if decision.path not in {SharingPath.COURT_ORDER, SharingPath.DANGER_TO_LIFE}:
        assert override is not None
        assert override.reason == "He has a key."
        assert override.second_person_id not in {None, override.authoriser_id}


@given(requests, many_consents, many_agreements)
def test_top_06_on_consent_each_category_is_covered_agreed_and_within_the_column(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement]
) -> None:
    plain = msgspec.structs.replace(request, grounds=frozenset())
    for category in decide_sharing(plain, given_, agreed).categories:
        live = [c for c in given_ if c.person_id == request.person_id]
        assert any(c.covers(category, request.organisation_id, request.purpose, request.at) for c in live)
        assert any(category in a.categories for a in agreed if a.organisation_id == request.organisation_id)
        assert category in limit(request.recipient)


@given(requests, many_consents, many_agreements, an_override_or_none, st.randoms(use_true_random=False))
def test_the_order_of_consents_and_agreements_does_not_matter(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement], override: Override | None, chance: Any
) -> None:
    shuffled = chance.sample(given_, len(given_)), chance.sample(agreed, len(agreed))
    assert decide_sharing(request, *shuffled, override) == decide_sharing(request, given_, agreed, override)


@given(consents(), years, years)
def test_top_07_after_withdrawal_nothing_is_shared_at_any_later_time(
    consent: Consent, until: timedelta, later: timedelta
) -> None:
    end = consent.valid_from.astimezone(UTC) + until
    ours = {"person_id": PERSON, "organisation_id": SHELTER, "explicit": True}
    gone = msgspec.structs.replace(consent, withdrawn_at=end, **ours)
    request = a_request(categories=EVERYTHING, purpose=consent.purpose, at=end + later)
    assert not decide_sharing(request, [gone], [an_agreement(starts_on=date(2020, 1, 1))]).allowed


@given(consents(), years)
def test_after_its_end_a_consent_shares_nothing_at_any_later_time(consent: Consent, later: timedelta) -> None:
    ours = {"person_id": PERSON, "organisation_id": SHELTER, "explicit": True}
    ended = msgspec.structs.replace(consent, **ours)
    request = a_request(categories=EVERYTHING, purpose=consent.purpose, at=consent.ends_at() + later)
    assert not decide_sharing(request, [ended], [an_agreement(starts_on=date(2020, 1, 1))]).allowed


@given(requests, many_consents, many_agreements, consents(), agreements())
def test_a_further_consent_or_agreement_never_narrows(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement], another: Consent, further: Agreement
) -> None:
    before = decide_sharing(request, given_, agreed).categories
    assert before <= decide_sharing(request, [*given_, another], [*agreed, further]).categories


@given(requests, many_consents, many_agreements, an_override_or_none)
def test_cons_10_a_decision_can_be_stored_and_read_again(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement], override: Override | None
) -> None:
    decision = decide_sharing(request, given_, agreed, override)
    assert msgspec.json.decode(msgspec.json.encode(decision), type=SharingDecision) == decision
