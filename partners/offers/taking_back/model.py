"""What a partner answers when it is asked to stop."""

from lvws_core.referrals import OfferStatus, WithdrawReason
from lvws_core.referrals.codes import AT_THE_END
from lvws_core.vocabulary import Labelled


class StopAnswer(Labelled):
    """What became of what was shared. Source: lifecycle 5, clock C."""

    STOPPED = "stopped", "We have stopped, and kept nothing"
    RETURNED = "returned", "We have stopped, and returned or destroyed what we held"
    RETAINED = "retained", "We have stopped, but must keep something"


_ELSEWHERE = frozenset({WithdrawReason.RECALLED, WithdrawReason.CONSENT_WITHDRAWN})
"""Recall has its own button, and a consent is withdrawn where it is kept, for every offer at once."""


def withdraw_reasons(status: OfferStatus) -> tuple[WithdrawReason, ...]:
    """Give the reasons that may be chosen to withdraw an offer in a state, in their order."""
    suits = AT_THE_END if status == OfferStatus.OUTCOME_DUE else frozenset(WithdrawReason)
    return tuple(reason for reason in WithdrawReason if reason in suits - _ELSEWHERE)
