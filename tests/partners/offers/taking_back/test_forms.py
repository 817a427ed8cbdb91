"""The forms of taking back."""

import pytest

from lvws_core.referrals import LIVE, OfferStatus, WithdrawReason
from partners.offers.taking_back.forms import (
    Stop,
    StopForm,
    Withdrawal,
    WithdrawForm,
    parse_stop,
    parse_withdraw,
)
from partners.offers.taking_back.model import StopAnswer, withdraw_reasons


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
    found = parse_stop(StopForm(answer=answer.value), reason)
    is_needed = answer == StopAnswer.RETAINED or reason == "wrong_recipient"
    assert isinstance(found, tuple) == is_needed
    with_words = parse_stop(StopForm(answer=answer.value, note="One printed page."), reason)
    assert with_words == Stop(answer=answer, note="One printed page.")
