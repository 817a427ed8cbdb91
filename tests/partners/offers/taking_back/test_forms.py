"""The forms of taking back."""

import pytest
from msgspec.structs import replace

from lvws_core.referrals import LIVE, OfferStatus, WithdrawReason
from partners.offers.taking_back.forms import (
    Stop,
    StopForm,
    Withdrawal,
    WithdrawForm,
    parse_stop,
    parse_withdraw,
)
from partners.offers.taking_back.model import RetainBasis, SeenAnswer, StopAnswer, withdraw_reasons


@pytest.mark.parametrize("status", sorted(LIVE))
def test_a_wrong_recipient_can_be_told_in_every_live_state(status: OfferStatus) -> None:
    assert WithdrawReason.WRONG_RECIPIENT in withdraw_reasons(status)
    for reason in withdraw_reasons(status):
        assert isinstance(parse_withdraw(WithdrawForm(reason=reason.value), status), Withdrawal)


def test_a_finished_support_is_withdrawn_from_the_wrong_recipient_alone() -> None:
    assert withdraw_reasons(OfferStatus.OUTCOME_DUE) == (WithdrawReason.WRONG_RECIPIENT,)
    found = parse_withdraw(WithdrawForm(reason="died"), OfferStatus.OUTCOME_DUE)
    assert isinstance(found, tuple)
    assert [(error.field, error.code) for error in found] == [("reason", "not_in_this_state")]


@pytest.mark.parametrize("answer", list(StopAnswer))
@pytest.mark.parametrize("reason", [None, "by_person", "wrong_recipient"])
def test_clock_c_words_are_needed_for_what_is_kept_and_for_what_a_wrong_recipient_saw(
    answer: StopAnswer, reason: str | None
) -> None:
    form = StopForm(answer=answer.value, seen="read", basis="legal_duty")
    is_needed = answer == StopAnswer.RETAINED or reason == "wrong_recipient"
    assert isinstance(parse_stop(form, reason), tuple) == is_needed
    assert parse_stop(replace(form, note="One printed page."), reason) == Stop(
        answer=answer,
        note="One printed page.",
        seen=frozenset({SeenAnswer.READ}) if reason == "wrong_recipient" else frozenset(),
        basis=RetainBasis.LEGAL_DUTY if answer == StopAnswer.RETAINED else None,
    )


def test_cons_20_what_is_kept_needs_a_basis_of_the_list() -> None:
    for basis in ("", "habit"):
        found = parse_stop(StopForm(answer="retained", basis=basis, note="A record."), None)
        assert isinstance(found, tuple)
        assert [error.field for error in found] == ["basis"]


def test_a_wrong_recipient_says_what_it_did_and_nothing_stands_alone() -> None:
    for seen, code in (("", "required"), (["nothing", "read"], "contradicts"), ("guessed", "unknown_choice")):
        found = parse_stop(StopForm(answer="stopped", seen=seen, note="One page."), "wrong_recipient")
        assert isinstance(found, tuple)
        assert [(error.field, error.code) for error in found] == [("seen", code)]
    assert isinstance(parse_stop(StopForm(answer="stopped", seen="nothing"), "wrong_recipient"), Stop)


def test_the_event_says_codes_in_their_order_and_no_words() -> None:
    stop = Stop(
        answer=StopAnswer.RETAINED,
        note="A page.",
        seen=frozenset({SeenAnswer.COPIED, SeenAnswer.READ}),
        basis=RetainBasis.SAFEGUARDING,
    )
    assert stop.told == {"answer": "retained", "seen": ["read", "copied"], "basis": "safeguarding"}
