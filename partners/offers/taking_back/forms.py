"""The forms of taking back."""

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.referrals import Detail, OfferStatus, WithdrawReason
from partners.offers.acts.forms import LONGEST
from partners.offers.taking_back.model import StopAnswer, withdraw_reasons

Errors = tuple[FieldError, ...]


class WithdrawForm(msgspec.Struct, frozen=True, kw_only=True):
    """A withdrawal, as it was typed."""

    version: str = ""
    reason: str = ""
    note: str = ""


class StopForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner answers when it is asked to stop, as it was typed."""

    version: str = ""
    answer: str = ""
    note: str = ""


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """A withdrawal that is complete: the code, and the words for the partner."""

    detail: Detail
    note: str


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """The word of a partner that it has stopped: the code, and the words for the lead."""

    answer: StopAnswer
    note: str


def parse_withdraw(form: WithdrawForm, status: OfferStatus) -> Withdrawal | Errors:
    """Read a withdrawal: a reason that suits the state, and perhaps words."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, WithdrawReason, text="Choose why you withdraw it")
    if reason is not None and reason not in withdraw_reasons(status):
        faults.add("reason", "not_in_this_state", "Choose one of the reasons shown")
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    if faults.found or reason is None:
        return faults.found
    return Withdrawal(detail=Detail(reason=reason.value), note=note or "")


def parse_stop(form: StopForm, reason: str | None) -> Stop | Errors:
    """Read that a partner has stopped; what is kept is explained, and so is what a wrong recipient saw.

    `reason` is why the offer was withdrawn. Source: lifecycle 5, clock C.
    """
    faults = Faults()
    answer = faults.choice("answer", form.answer, StopAnswer, text="Choose what became of what was shared")
    is_needed = answer == StopAnswer.RETAINED or reason == WithdrawReason.WRONG_RECIPIENT
    label = "What is kept and why" if answer == StopAnswer.RETAINED else "What was read, printed or copied"
    note = faults.text("note", form.note, label=label, longest=LONGEST, required=is_needed)
    if faults.found or answer is None:
        return faults.found
    return Stop(answer=answer, note=note or "")
