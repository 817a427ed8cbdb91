"""What a partner answers when it is asked to stop."""

from datetime import date, datetime

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import Reference
from lvws_core.referrals import Offer, OfferStatus, WithdrawReason
from lvws_core.referrals.codes import AT_THE_END
from lvws_core.times import london_day
from lvws_core.vocabulary import Labelled


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """What a person agrees to now with one organisation: which categories, and until when (aware)."""

    categories: frozenset[DataCategory]
    until: datetime


class StopAnswer(Labelled):
    """What became of what was shared. Source: lifecycle 5, clock C."""

    STOPPED = "stopped", "We have stopped, and kept nothing"
    RETURNED = "returned", "We have stopped, and returned or destroyed what we held"
    RETAINED = "retained", "We have stopped, but must keep something"


class RetainBasis(Labelled):
    """On which basis a partner keeps something after it was asked to stop. Source: CONS-20; domain 4.2."""

    LEGAL_DUTY = "legal_duty", "A law or a court obliges us to keep it"
    SAFEGUARDING = "safeguarding", "It belongs to a safeguarding record that is open"
    LEGAL_CLAIM = "legal_claim", "A complaint or a legal claim needs it"
    OWN_RECORD = "own_record", "It is our own record of support that we gave"


class SeenAnswer(Labelled):
    """What a wrong recipient did with what it was given. Source: lifecycle 5, clock C."""

    READ = "read", "It was read on the screen"
    PRINTED = "printed", "It was printed"
    COPIED = "copied", "It was copied or written down"
    PASSED_ON = "passed_on", "It was passed on to somebody else"
    NOTHING = "nothing", "None of these"


class OpenStop(msgspec.Struct, frozen=True, kw_only=True):
    """A stop that the partner has not confirmed; instants are aware UTC.

    `reminded_at` is when it was reminded, by the clock or by hand, the first first; `asked_at` the last
    time by hand, `escalated_at` when those above were told.
    """

    offer: Offer
    reference: Reference
    service_name: str
    due_at: datetime
    reminded_at: tuple[datetime, ...] = ()
    escalated_at: datetime | None = None
    asked_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Say whether it should have been confirmed by now (aware)."""
        return self.due_at <= now

    def was_asked_on(self, day: date) -> bool:
        """Say whether somebody has reminded the partner by hand on a London day."""
        return self.asked_at is not None and london_day(self.asked_at) == day


_ELSEWHERE = frozenset({WithdrawReason.RECALLED, WithdrawReason.CONSENT_WITHDRAWN})
"""Recall has its own button, and a consent is withdrawn where it is kept, for every offer at once."""


def withdraw_reasons(status: OfferStatus) -> tuple[WithdrawReason, ...]:
    """Give the reasons that may be chosen to withdraw an offer in a state, in their order."""
    suits = AT_THE_END if status == OfferStatus.OUTCOME_DUE else frozenset(WithdrawReason)
    return tuple(reason for reason in WithdrawReason if reason in suits - _ELSEWHERE)
