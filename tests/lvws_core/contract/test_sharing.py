"""Sharing, disclosure and receipts, called as design 5.4 writes them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from lvws_core.consent import DataCategory, Purpose
from lvws_core.consent.sharing import (
    Basis,
    Ground,
    Override,
    Receipt,
    RecipientKind,
    SharingDecision,
    SharingPath,
    decide_sharing,
    disclose,
)
from lvws_core.errors import Invalid, NotAllowed
from lvws_core.reasons import Reason
from tests.lvws_core.contract.outside import CORE, IDS, NOW, a_consent, a_share_request, an_agreement

COMPLETE = Override(reason="He has a key to the flat.", authoriser_id="alice", second_person_id="bob")
INCOMPLETE = [
    None,
    Override(reason="He has a key.", authoriser_id="alice"),
    Override(reason="He has a key.", authoriser_id="alice", second_person_id="alice"),
    Override(reason="He has a key.", authoriser_id="alice", second_person_id=" "),
    Override(reason="He has a key.", authoriser_id=UUID(int=1), second_person_id=str(UUID(int=1))),
    Override(reason="", authoriser_id="alice", second_person_id="bob"),
    Override(reason=" \n", authoriser_id="alice", second_person_id="bob"),
]
NEEDS_OVERRIDE = [Ground.CHILD_AT_RISK, Ground.ADULT_AT_RISK, Ground.MARAC_CRITERION, Ground.LACKS_CAPACITY]
NEVER = {"case_notes", "counselling_notes", "marac_material", "police_intelligence"}
RECORD = {DataCategory.IDENTITY: "A. Name", DataCategory.SAFE_CONTACT: {"mobile": "no"}, DataCategory.HEALTH: "secret"}


def on(*grounds: Ground, override: Override | None = None, **changes: Any) -> SharingDecision:
    return decide_sharing(a_share_request(grounds=frozenset(grounds), **changes), override=override)


def consented(**changes: Any) -> SharingDecision:
    return decide_sharing(a_share_request(), (a_consent(**changes),), (an_agreement(),))


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_top_06_consent_and_agreement_share_what_both_cover(ids: Any) -> None:
    decision = decide_sharing(a_share_request(ids), (a_consent(ids),), (an_agreement(ids),))
    assert (decision.allowed, decision.path, decision.categories) == (True, SharingPath.CONSENT, CORE)
    assert (decision.consent_id, decision.agreement_id) == (ids.consent, ids.agreement)
    assert isinstance(decision.basis, Basis)
    basis = (decision.basis.article_6, decision.basis.article_9, decision.basis.confidentiality)
    assert basis == ("consent", "explicit_consent", "consent")
    assert decision.withheld == {}
    assert decision.needs_second_person is False


def test_cons_22_without_any_row_nothing_is_shared() -> None:
    decision = decide_sharing(a_share_request())
    assert (decision.allowed, decision.path, decision.categories) == (False, SharingPath.NONE, frozenset())
    assert decision.withheld.keys() == CORE
    assert all(isinstance(reason, Reason) for reason in (*decision.withheld.values(), *decision.reasons))
    assert decision.basis is decision.consent_id is decision.agreement_id is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "declined"},
        {"status": "withdrawn"},
        {"status": "expired"},
        {"status": "superseded"},
        {"explicit": False},
        {"purpose": Purpose.EVALUATION},
        {"organisation_id": "another"},
        {"person_id": "another"},
        {"withdrawn_at": NOW},
        {"expires_at": NOW},
        {"valid_from": NOW + timedelta(seconds=1)},
    ],
)
def test_a_consent_that_does_not_stand_shares_nothing(changes: dict[str, Any]) -> None:
    assert not consented(**changes).allowed


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "signed"},
        {"organisation_id": "another"},
        {"ends_on": date(2026, 11, 15)},
        {"starts_on": date(2026, 11, 17)},
        {"categories": frozenset()},
    ],
)
def test_cons_50_an_agreement_that_is_not_live_shares_nothing(changes: dict[str, Any]) -> None:
    assert not decide_sharing(a_share_request(), (a_consent(),), (an_agreement(**changes),)).allowed


def test_what_one_category_lacks_is_withheld_and_the_others_leave() -> None:
    wanted = CORE | {DataCategory.HEALTH}
    decision = decide_sharing(a_share_request(categories=wanted), [a_consent()], [an_agreement()])
    assert (decision.categories, set(decision.withheld)) == (CORE, {"health"})


def test_path_1_needs_no_override() -> None:
    decision = on(Ground.COURT_ORDER)
    assert (decision.allowed, decision.path, decision.needs_second_person) == (True, "court_order", False)


def test_path_2_is_allowed_at_once_and_needs_a_second_person_afterwards() -> None:
    decision = on(Ground.DANGER_TO_LIFE)
    assert (decision.allowed, decision.path, decision.needs_second_person) == (True, "danger_to_life", True)
    assert not on(Ground.DANGER_TO_LIFE, override=COMPLETE).needs_second_person


@pytest.mark.parametrize("ground", NEEDS_OVERRIDE)
@pytest.mark.parametrize("override", INCOMPLETE)
def test_cons_04_paths_3_to_6_are_refused_without_a_complete_override(
    ground: Ground, override: Override | None
) -> None:
    decision = on(ground, override=override)
    assert (decision.allowed, decision.categories) == (False, frozenset())
    assert decision.reasons


@pytest.mark.parametrize("ground", NEEDS_OVERRIDE)
def test_cons_04_paths_3_to_6_are_open_with_a_complete_override(ground: Ground) -> None:
    decision = on(ground, override=COMPLETE)
    assert (decision.allowed, decision.path, decision.categories) == (True, SharingPath(ground.value), CORE)
    assert decision.basis is not None
    assert decision.consent_id is decision.agreement_id is None


def test_the_first_path_in_the_order_of_the_page_decides() -> None:
    grounds = list(Ground)
    while grounds:
        assert on(*grounds, override=COMPLETE).path == grounds[0].value
        grounds.pop(0)


def test_a_refused_consent_does_not_stop_the_paths_before_it() -> None:
    request = a_share_request(grounds=frozenset({Ground.CHILD_AT_RISK}))
    assert decide_sharing(request, (a_consent(status="declined"),), (), COMPLETE).path == "child_at_risk"


@pytest.mark.parametrize("recipient", [None, *RecipientKind])
def test_the_never_list_stays_whoever_receives(recipient: RecipientKind | None) -> None:
    everything = frozenset(DataCategory)
    request = a_share_request(categories=everything, recipient=recipient)
    decision = decide_sharing(request, (a_consent(categories=everything),), (an_agreement(),))
    assert decision.withheld.keys() >= NEVER
    assert (set(decision.withheld) == NEVER) is (recipient is None)


@pytest.mark.parametrize(
    ("recipient", "category", "leaves"),
    [
        ("shelter", "children", True),
        ("shelter", "incident_summary", False),
        ("shelter", "immigration", True),
        ("shelter", "safety_plan", False),
        ("da_specialist", "risk_assessment_full", True),
        ("da_specialist", "health", True),
        ("by_and_for", "safety_plan", True),
        ("by_and_for", "ethnicity_religion", True),
        ("by_and_for", "full_address", False),
        ("restorative_justice", "need_types", False),
        ("restorative_justice", "perpetrator_identity", True),
        ("witness", "incident_summary", True),
        ("witness", "children", False),
        ("host", "location_borough", False),
        ("host", "safety_plan", True),
        ("host", "health", False),
    ],
)
def test_cons_30_the_recipient_picks_the_column(recipient: str, category: str, leaves: bool) -> None:
    wanted = frozenset({DataCategory(category)})
    request = a_share_request(categories=wanted, recipient=RecipientKind(recipient))
    decision = decide_sharing(request, (a_consent(categories=wanted),), (an_agreement(),))
    assert decision.allowed is leaves


def test_a_category_that_does_not_exist_is_invalid_wherever_it_is_named() -> None:
    wrong: Any = frozenset({"shoe_size"})
    for build in (a_consent, an_agreement, a_share_request):
        with pytest.raises(Invalid):
            build(categories=wrong)
    with pytest.raises(Invalid):
        disclose({**RECORD, "shoe_size": 7}, consented(), NOW, "receipt-1")
    with pytest.raises(Invalid):
        a_share_request(recipient="everybody")
    with pytest.raises(Invalid):
        a_share_request(grounds=frozenset({"curiosity"}))


def test_the_choices_of_a_request_may_be_plain_keys() -> None:
    plain: Any = {"categories": frozenset({"identity"}), "purpose": "support_referral", "recipient": "host"}
    assert decide_sharing(a_share_request(**plain), [a_consent()], [an_agreement()]).categories == {"identity"}


@pytest.mark.parametrize("ids", IDS, ids=["texts", "uuids"])
def test_a_receipt_verifies_exactly_what_left(ids: Any) -> None:
    decision = decide_sharing(a_share_request(ids), (a_consent(ids),), (an_agreement(ids),))
    fields, receipt = disclose(RECORD, decision, NOW, ids.receipt)
    assert fields == {key: RECORD[key] for key in (DataCategory.IDENTITY, DataCategory.SAFE_CONTACT)}
    assert isinstance(receipt, Receipt)
    assert (receipt.id, receipt.person_id, receipt.organisation_id) == (ids.receipt, ids.person, ids.partner)
    assert (receipt.categories, receipt.basis, receipt.at) == (frozenset(fields), decision.basis, NOW)
    assert receipt.verifies(fields)
    assert receipt.verifies(msgspec.json.decode(msgspec.json.encode(fields)))
    assert not receipt.verifies({**fields, DataCategory.IDENTITY: "B. Name"})
    assert not receipt.verifies({DataCategory.IDENTITY: "A. Name"})
    assert not receipt.verifies(RECORD)
    assert not msgspec.structs.replace(receipt, organisation_id="another").verifies(fields)


def test_a_record_may_be_keyed_by_plain_text() -> None:
    plain: Any = {key.value: value for key, value in RECORD.items()}
    fields, receipt = disclose(record=plain, decision=consented(), at=NOW, receipt_id="receipt-1")
    assert set(fields) == {"identity", "safe_contact"}
    assert receipt.verifies(fields)


def test_disclose_on_a_refusal_is_not_allowed_with_its_reasons() -> None:
    refusal = decide_sharing(a_share_request())
    with pytest.raises(NotAllowed) as refused:
        disclose(RECORD, refusal, NOW, "receipt-1")
    assert refused.value.reasons == refusal.reasons


def test_top_07_withdrawal_works_from_its_very_instant() -> None:
    withdrawn = a_consent(withdrawn_at=NOW)
    before = a_share_request(at=NOW - timedelta(microseconds=1))
    assert decide_sharing(before, (withdrawn,), (an_agreement(),)).allowed
    assert not decide_sharing(a_share_request(), (withdrawn,), (an_agreement(),)).allowed


def test_naive_instants_are_invalid() -> None:
    naive = datetime(2026, 11, 16, 10, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(Invalid):
        a_share_request(at=naive)
    with pytest.raises(Invalid):
        a_consent(valid_from=naive)
