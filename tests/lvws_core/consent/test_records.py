from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import (
    Agreement,
    AgreementStatus,
    Consent,
    ConsentStatus,
    DataCategory,
    Flag,
    Purpose,
    expires_by_default,
    renew,
    review_by_default,
    supersede,
    withdraw,
    withdraw_part,
)
from lvws_core.errors import Conflict, Invalid
from lvws_core.ids import ConsentId
from lvws_core.policy import Policy
from tests.lvws_core.consent.builders import GALOP, NOW, SHELTER, USUAL, a_consent, an_agreement
from tests.lvws_core.consent.strategies import agreements, consents, moments

SUPPORT = Purpose.SUPPORT_REFERRAL
NEW_ID = ConsentId(UUID(int=99))
NAIVE = datetime(2026, 11, 24, 11, 0)  # noqa: DTZ001 - what has to be refused


@pytest.mark.parametrize("kind", [DataCategory, Purpose, ConsentStatus, AgreementStatus])
def test_every_choice_has_words_of_its_own(kind: Any) -> None:
    labels = [choice.label for choice in kind]
    assert len({*labels}) == len(labels)
    assert all(label[0].isupper() and "_" not in label for label in labels)


def test_cons_02_the_flags_are_those_of_the_table() -> None:
    flagged = {flag: {c for c in DataCategory if flag in c.flags} for flag in Flag}
    assert {"identity", "location_borough", "need_types", "immigration"}.isdisjoint(flagged[Flag.SPECIAL_CATEGORY])
    assert {"health", "ethnicity_religion", "safety_plan", "case_notes"} <= flagged[Flag.SPECIAL_CATEGORY]
    assert {"own_offending", "perpetrator_identity"} <= flagged[Flag.OFFENCE_DATA]
    assert flagged[Flag.CHILD_DATA] == {"children"}
    assert {"children", "perpetrator_identity"} <= flagged[Flag.THIRD_PARTY_DATA]


def test_cons_31_immigration_warns_and_is_not_special_while_health_is() -> None:
    assert "immigration enforcement" in DataCategory.IMMIGRATION.warning
    assert not DataCategory.IMMIGRATION.is_special
    assert DataCategory.HEALTH.is_special
    assert "Special category" in DataCategory.HEALTH.warning
    assert not DataCategory.IDENTITY.warning


@pytest.mark.parametrize("field", ["valid_from", "expires_at", "withdrawn_at"])
def test_a_consent_with_a_naive_instant_cannot_be(field: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_consent(**{field: NAIVE})
    assert (refused.value.field, refused.value.code) == (field, "naive")


def test_nothing_ends_before_it_starts() -> None:
    for build in (
        lambda: a_consent(expires_at=NOW - timedelta(days=4)),
        lambda: an_agreement(ends_on=date(2026, 3, 31)),
    ):
        with pytest.raises(Invalid, match="before_start"):
            build()


def test_a_consent_may_be_empty_of_time() -> None:
    assert not a_consent(expires_at=NOW, valid_from=NOW).is_live(NOW)


@pytest.mark.parametrize("build", [a_consent, an_agreement])
def test_an_unknown_category_is_refused_never_ignored(build: Any) -> None:
    with pytest.raises(Invalid, match="categories: unknown_category"):
        build(categories=frozenset({"shoe_size"}))


def test_cons_22_a_consent_counts_from_its_start_to_before_its_end() -> None:
    consent, tick = a_consent(), timedelta(microseconds=1)
    assert consent.expires_at is not None
    live = [consent.is_live(at) for at in (consent.valid_from - tick, consent.valid_from, consent.expires_at - tick)]
    assert [*live, consent.is_live(consent.expires_at)] == [False, True, True, False]


@pytest.mark.parametrize("status", [s for s in ConsentStatus if s is not ConsentStatus.ACTIVE])
def test_cons_22_only_an_active_consent_counts(status: ConsentStatus) -> None:
    assert not a_consent(status=status).is_live(NOW)


def test_top_07_withdrawal_counts_in_the_same_instant() -> None:
    consent = a_consent(withdrawn_at=NOW)
    assert consent.is_live(NOW - timedelta(microseconds=1))
    assert not consent.is_live(NOW)
    assert consent.is_withdrawn(NOW)


def test_top_06_a_consent_covers_its_organisation_purpose_and_categories_only() -> None:
    consent = a_consent()
    assert consent.covers(DataCategory.IDENTITY, SHELTER, SUPPORT, NOW)
    assert not consent.covers(DataCategory.HEALTH, SHELTER, SUPPORT, NOW)
    assert not consent.covers(DataCategory.IDENTITY, GALOP, SUPPORT, NOW)
    assert not consent.covers(DataCategory.IDENTITY, SHELTER, Purpose.EVALUATION, NOW)
    assert not a_consent(explicit=False).covers(DataCategory.IDENTITY, SHELTER, SUPPORT, NOW)


def test_a_consent_without_an_end_ends_after_twelve_months_and_none_outlives_that() -> None:
    given_at = datetime(2028, 2, 29, 12, tzinfo=UTC)
    ends = datetime(2029, 2, 28, 12, tzinfo=UTC)
    assert expires_by_default(given_at) == ends
    for said in (None, ends + timedelta(days=1)):
        assert a_consent(valid_from=given_at, expires_at=said).ends_at() == ends
    assert a_consent(valid_from=given_at, expires_at=given_at).ends_at() == given_at


def test_the_default_end_keeps_the_london_hour_and_follows_the_policy() -> None:
    summer = datetime(2026, 8, 24, 9, tzinfo=ZoneInfo("Europe/London"))
    assert review_by_default(summer).hour == 9
    assert expires_by_default(summer, Policy(consent_expiry_months=3)) == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_cons_50_an_agreement_is_live_on_both_its_days_and_those_between() -> None:
    agreement = an_agreement(starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 3))
    live = [day for day in range(1, 6) if agreement.is_live(date(2026, 4, day))]
    assert live == [1, 2, 3]
    assert not agreement.is_live(date(2026, 3, 31))
    assert an_agreement().is_live(date(2030, 1, 1))


@pytest.mark.parametrize("status", [s for s in AgreementStatus if s is not AgreementStatus.LIVE])
def test_cons_50_only_a_live_agreement_counts(status: AgreementStatus) -> None:
    assert not an_agreement(status=status).is_live(NOW.date())


def test_cons_20_withdrawing_twice_keeps_the_first_instant() -> None:
    once = withdraw(a_consent(), NOW)
    assert (once.status, once.withdrawn_at) == (ConsentStatus.WITHDRAWN, NOW)
    assert withdraw(once, NOW + timedelta(days=1)) == once


@pytest.mark.parametrize("status", [ConsentStatus.DECLINED, ConsentStatus.SUPERSEDED])
def test_cons_20_what_was_never_in_force_cannot_be_withdrawn(status: ConsentStatus) -> None:
    with pytest.raises(Conflict) as refused:
        withdraw(a_consent(status=status), NOW)
    assert [reason.code for reason in refused.value.reasons] == ["nothing_to_withdraw"]


@pytest.mark.parametrize("change", [withdraw, supersede])
def test_a_change_at_a_naive_instant_is_refused(change: Any) -> None:
    with pytest.raises(Invalid):
        change(a_consent(), NAIVE)


def test_withdrawing_a_part_leaves_the_rest_with_the_same_end() -> None:
    consent = a_consent(expires_at=None)
    old, new = withdraw_part(consent, frozenset({DataCategory.IDENTITY}), NOW, NEW_ID)
    assert (old.status, new.id, new.valid_from) == (ConsentStatus.SUPERSEDED, NEW_ID, NOW)
    assert new.categories == USUAL - {DataCategory.IDENTITY}
    assert new.ends_at() == consent.ends_at()


def test_withdrawing_every_part_is_a_whole_withdrawal() -> None:
    with pytest.raises(Invalid, match="nothing_left"):
        withdraw_part(a_consent(), USUAL, NOW, NEW_ID)


def test_renewing_gives_a_new_consent_for_twelve_months_from_then() -> None:
    old, new = renew(a_consent(), NOW, NEW_ID)
    assert old.status == ConsentStatus.SUPERSEDED
    assert (new.id, new.status, new.valid_from) == (NEW_ID, ConsentStatus.ACTIVE, NOW)
    assert new.expires_at == expires_by_default(NOW)


@pytest.mark.parametrize("at", [NOW + timedelta(days=180), NOW - timedelta(days=4)])
def test_what_does_not_stand_is_neither_renewed_nor_narrowed(at: datetime) -> None:
    for change in (renew, lambda c, at, i: withdraw_part(c, frozenset({DataCategory.IDENTITY}), at, i)):
        with pytest.raises(Conflict, match="consent_not_live"):
            change(a_consent(), at, NEW_ID)


@given(consents(), moments, st.timedeltas(timedelta(), timedelta(days=2000)), st.sampled_from(DataCategory))
def test_top_07_after_withdrawal_a_consent_never_covers_anything_again(
    consent: Consent, at: datetime, later: timedelta, category: DataCategory
) -> None:
    if consent.status in {ConsentStatus.DECLINED, ConsentStatus.SUPERSEDED}:
        return
    moment = at.astimezone(UTC) + later
    withdrawn = withdraw(consent, at)
    assert not withdrawn.covers(category, consent.organisation_id, consent.purpose, moment)


@given(consents(), st.timedeltas(timedelta(), timedelta(days=2000)))
def test_after_its_end_a_consent_is_never_live_again(consent: Consent, later: timedelta) -> None:
    assert not consent.is_live(consent.ends_at() + later)


@given(consents(), moments, st.integers(1, 36))
def test_a_consent_has_ended_from_its_end_on_and_not_before(consent: Consent, at: datetime, months: int) -> None:
    policy = Policy(consent_expiry_months=months)
    assert consent.has_ended(at, policy) == (at >= consent.ends_at(policy))


@pytest.mark.parametrize("months", [1, 2, 12])
@given(begun=st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_consent_counts_to_the_last_second_of_its_months_over_both_changes_of_the_clocks(
    begun: datetime, months: int
) -> None:
    consent, policy = a_consent(valid_from=begun, expires_at=None), Policy(consent_expiry_months=months)
    end = consent.ends_at(policy)
    assert consent.has_ended(end, policy)
    assert not consent.has_ended(end - timedelta(seconds=1), policy)


def test_whether_a_consent_has_ended_is_not_asked_of_a_naive_instant() -> None:
    with pytest.raises(Invalid, match="naive"):
        a_consent().has_ended(NAIVE)


@given(consents() | agreements())
def test_records_survive_being_stored_as_json(record: Consent | Agreement) -> None:
    stored = msgspec.json.encode(record, order="sorted")
    assert msgspec.json.encode(msgspec.json.decode(stored, type=type(record)), order="sorted") == stored


def test_a_consent_covers_no_longer_than_the_policy_lets_it() -> None:
    old = a_consent(valid_from=NOW - timedelta(days=40), expires_at=None)
    asked = (DataCategory.IDENTITY, SHELTER, SUPPORT, NOW)
    assert old.covers(*asked)
    assert not old.covers(*asked, Policy(consent_expiry_months=1, consent_review_months=1))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"status": "kept"}, "unknown_status"),
        ({"ends_on": date(2026, 3, 31)}, "before_start"),
        ({"categories": frozenset({"shoe size"})}, "unknown_category"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused_by_field_and_code(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_agreement(**wrong)
    assert [refused.value.field] == [*wrong]
    assert refused.value.code == code
