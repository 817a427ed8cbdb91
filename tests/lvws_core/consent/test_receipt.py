from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import Agreement, Consent, DataCategory
from lvws_core.consent.sharing import (
    Article6,
    Ground,
    Receipt,
    ShareRequest,
    SharingDecision,
    SharingPath,
    decide_sharing,
    disclose,
)
from lvws_core.errors import Invalid, NotAllowed
from lvws_core.ids import ReceiptId
from tests.lvws_core.consent.builders import (
    EVERYTHING,
    GALOP,
    NOW,
    SHELTER,
    SOMEBODY_ELSE,
    USUAL,
    a_consent,
    a_request,
    an_agreement,
)
from tests.lvws_core.consent.strategies import many_agreements, many_consents, moments, requests

RECEIPT = ReceiptId(UUID(int=51))
RECORD: dict[DataCategory, Any] = {
    DataCategory.HEALTH: "asthma",
    DataCategory.NEED_TYPES: ["housing", "debt"],
    DataCategory.IDENTITY: {"name": "Alex Example", "age": 34},
}
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(st.sampled_from(DataCategory), values)


def a_decision() -> SharingDecision:
    return decide_sharing(a_request(), [a_consent()], [an_agreement()])


def a_disclosure() -> tuple[dict[DataCategory, Any], Receipt]:
    return disclose(RECORD, a_decision(), NOW, RECEIPT)


def test_cons_30_exactly_what_was_decided_and_is_there_leaves() -> None:
    fields, receipt = a_disclosure()
    assert list(fields) == [DataCategory.IDENTITY, DataCategory.NEED_TYPES]
    assert fields[DataCategory.NEED_TYPES] == ["housing", "debt"]
    assert receipt.categories == frozenset(fields)
    assert (receipt.id, receipt.organisation_id, receipt.at) == (RECEIPT, SHELTER, NOW)


def test_top_08_the_receipt_holds_the_basis_and_verifies_the_fields() -> None:
    fields, receipt = a_disclosure()
    assert receipt.basis == a_decision().basis
    assert receipt.verifies(fields)
    assert len(receipt.digest) == 64


def test_a_receipt_holds_nothing_of_what_left() -> None:
    _, receipt = a_disclosure()
    assert b"Alex" not in msgspec.json.encode(receipt)


def test_fields_and_receipt_verify_after_being_stored() -> None:
    fields, receipt = a_disclosure()
    stored = msgspec.json.decode(msgspec.json.encode(fields))
    assert msgspec.json.decode(msgspec.json.encode(receipt), type=Receipt).verifies(stored)


@pytest.mark.parametrize(
    "changed",
    [
        {DataCategory.IDENTITY: {"name": "Alex Example", "age": 35}},
        {DataCategory.NEED_TYPES: ["debt", "housing"]},
        {DataCategory.HEALTH: "asthma"},
        {DataCategory.HEALTH: object()},
    ],
)
def test_a_field_that_was_changed_or_added_is_noticed(changed: dict[DataCategory, Any]) -> None:
    fields, receipt = a_disclosure()
    assert not receipt.verifies(fields | changed)


def test_a_field_that_is_left_out_is_noticed() -> None:
    fields, receipt = a_disclosure()
    del fields[DataCategory.NEED_TYPES]
    assert not receipt.verifies(fields)


@pytest.mark.parametrize(
    "change",
    [
        {"id": ReceiptId(UUID(int=52))},
        {"organisation_id": GALOP},
        {"person_id": SOMEBODY_ELSE},
        {"categories": frozenset({DataCategory.IDENTITY})},
        {"at": NOW + timedelta(seconds=1)},
        {"digest": ""},
        {"digest": "é"},
    ],
)
def test_a_receipt_that_was_changed_is_noticed(change: dict[str, Any]) -> None:
    fields, receipt = a_disclosure()
    assert not msgspec.structs.replace(receipt, **change).verifies(fields)


def test_a_basis_that_was_changed_is_noticed() -> None:
    fields, receipt = a_disclosure()
    other = msgspec.structs.replace(receipt.basis, article_6=Article6.PUBLIC_TASK)
    assert not msgspec.structs.replace(receipt, basis=other).verifies(fields)


def test_the_same_instant_in_another_zone_is_the_same_receipt() -> None:
    fields, receipt = a_disclosure()
    elsewhere = msgspec.structs.replace(receipt, at=NOW.astimezone(ZoneInfo("Europe/Paris")))
    assert elsewhere.verifies(fields)


def test_a_refusal_discloses_nothing_and_gives_every_reason() -> None:
    refusal = decide_sharing(a_request())
    with pytest.raises(NotAllowed) as refused:
        disclose(RECORD, refusal, NOW, RECEIPT)
    assert refused.value.reasons == refusal.reasons


@pytest.mark.parametrize(
    ("record", "at", "fault"),
    [
        ({"shoe_size": 5}, NOW, "record: unknown_category"),
        ({DataCategory.IDENTITY: object()}, NOW, "fields: not_encodable"),
        (RECORD, datetime(2026, 11, 24), "at: naive"),  # noqa: DTZ001 - what has to be refused
    ],
)
def test_what_cannot_be_disclosed_is_refused(record: Any, at: datetime, fault: str) -> None:
    with pytest.raises(Invalid, match=fault):
        disclose(record, a_decision(), at, RECEIPT)


@pytest.mark.parametrize("field", ["person_id", "organisation_id", "basis"])
def test_a_decision_that_names_no_recipient_person_or_basis_discloses_nothing(field: str) -> None:
    with pytest.raises(Invalid, match="decision: incomplete"):
        disclose(RECORD, msgspec.structs.replace(a_decision(), **{field: None}), NOW, RECEIPT)


@given(requests, many_consents, many_agreements, records, moments)
def test_cons_30_no_field_leaves_that_was_not_decided(
    request: ShareRequest, given_: list[Consent], agreed: list[Agreement], record: dict[DataCategory, Any], at: datetime
) -> None:
    wide = msgspec.structs.replace(request, grounds=request.grounds | {Ground.COURT_ORDER})
    for decision in (decide_sharing(request, given_, agreed), decide_sharing(wide, given_, agreed)):
        if decision.path == SharingPath.NONE:
            continue
        fields, receipt = disclose(record, decision, at, RECEIPT)
        assert fields.keys() == decision.categories & record.keys()
        assert receipt.verifies(fields)
        assert all(fields[category] == record[category] for category in fields)


@given(records, records)
def test_a_receipt_verifies_no_other_fields(record: dict[DataCategory, Any], other: dict[DataCategory, Any]) -> None:
    decision = decide_sharing(a_request(categories=EVERYTHING, grounds=frozenset({Ground.COURT_ORDER})))
    fields, receipt = disclose(record, decision, NOW, RECEIPT)
    same = msgspec.json.encode(fields, order="sorted") == msgspec.json.encode(other, order="sorted")
    assert receipt.verifies(other) == same


def test_the_instant_is_kept_in_utc() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    _, receipt = disclose(RECORD, a_decision(), summer, RECEIPT)
    assert receipt.at.tzinfo is UTC
    assert receipt.categories <= USUAL
