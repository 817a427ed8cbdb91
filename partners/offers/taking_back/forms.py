"""The forms of taking back."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lvws_core.forms import Faults, FieldError, Many
from lvws_core.referrals import Detail, OfferStatus, WithdrawReason
from partners.offers.acts.forms import LONGEST
from partners.offers.taking_back.model import RetainBasis, SeenAnswer, StopAnswer, withdraw_reasons

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
    seen: Many = ""
    basis: str = ""
    note: str = ""


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """A withdrawal that is complete: the code, and the words for the partner."""

    detail: Detail
    note: str


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """The word of a partner that it has stopped: the codes, and the words for the lead.

    `seen` is what a wrong recipient did with it, `basis` that on which something is kept.
    """

    answer: StopAnswer
    note: str
    seen: frozenset[SeenAnswer] = frozenset()
    basis: RetainBasis | None = None

    @property
    def told(self) -> Mapping[str, Any]:
        """The codes that the event says."""
        codes: dict[str, Any] = {"answer": self.answer.value}
        if self.seen:
            codes["seen"] = [each.value for each in SeenAnswer if each in self.seen]
        return codes if self.basis is None else {**codes, "basis": self.basis.value}


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
    """Read that a partner has stopped; what is kept has a basis, and a wrong recipient says what it saw.

    `reason` is why the offer was withdrawn. Source: lifecycle 5, clock C; CONS-20.
    """
    faults = Faults()
    seen = _seen(faults, form.seen) if reason == WithdrawReason.WRONG_RECIPIENT else frozenset()
    answer = faults.choice("answer", form.answer, StopAnswer, text="Choose what became of what was shared")
    basis = _basis(faults, form.basis) if answer == StopAnswer.RETAINED else None
    is_needed = answer == StopAnswer.RETAINED or bool(seen - {SeenAnswer.NOTHING})
    label = "What is kept and why" if answer == StopAnswer.RETAINED else "What was read, printed or copied"
    note = faults.text("note", form.note, label=label, longest=LONGEST, required=is_needed)
    if faults.found or answer is None:
        return faults.found
    return Stop(answer=answer, note=note or "", seen=seen, basis=basis)


def _seen(faults: Faults, typed: Many) -> frozenset[SeenAnswer]:
    seen = faults.choices("seen", typed, SeenAnswer, text="Say what was read, printed or copied") or frozenset()
    if SeenAnswer.NOTHING in seen and len(seen) > 1:
        faults.add("seen", "contradicts", "Choose “None of these” alone, or leave it out")
    return seen


def _basis(faults: Faults, typed: str) -> RetainBasis | None:
    return faults.choice("basis", typed, RetainBasis, text="Choose on which basis you keep it")
