"""The forms of requests: raise one, record a step, answer, look at it as the second person."""

from datetime import date

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.rights import Asker, Right
from portal.rights.requests.model import NEEDS_REASON, Answer, Answered, IdentityCheck, Longer, Raised, Step, Stepped

Errors = tuple[FieldError, ...]
LONGEST = 1000
_YEARS_BACK = 3
_TOO_EARLY = "too_early"


class RaiseForm(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it was typed."""

    kind: str = ""
    asker: str = ""
    received_day: str = ""
    received_month: str = ""
    received_year: str = ""
    words: str = ""

    def parse(self, today: date) -> Raised | Errors:
        """Read a request; what has to be put right is explained."""
        faults = Faults()
        kind = faults.choice("kind", self.kind, Right, text="Choose what is asked for")
        asker = faults.choice("asker", self.asker, Asker, text="Choose who asked")
        parts = (self.received_day, self.received_month, self.received_year)
        received = past_day(faults, "received", parts, today, label="The day on which it was received")
        words = faults.text("words", self.words, label="What is asked for", longest=LONGEST, required=False)
        if faults.found or kind is None or asker is None or received is None:
            return faults.found
        return Raised(kind=kind, asker=asker, received_on=received, words=words or "")


class StepForm(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it was typed."""

    step: str = ""
    check: str = ""
    because: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""

    def parse(self, today: date, received_on: date) -> Stepped | Errors:
        """Read a step; the day is today unless another was typed."""
        faults = Faults()
        step = faults.choice("step", self.step, Step, text="Choose what happened")
        parts = (self.on_day, self.on_month, self.on_year)
        typed = any(part.strip() for part in parts)
        on = past_day(faults, "on", parts, today, label="The day on which it happened") if typed else today
        if on is not None and on < received_on:
            faults.add("on", _TOO_EARLY, "The day must not be before the request was received")
        check = because = None
        if step is Step.IDENTIFIED:
            check = faults.choice("check", self.check, IdentityCheck, text="Choose how it was checked who is asking")
        if step is Step.LONGER:
            because = faults.choice("because", self.because, Longer, text="Choose why it takes longer")
        if faults.found or step is None or on is None:
            return faults.found
        return Stepped(step=step, on=on, check=check, because=because)


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was chosen, with why it is not given in full."""

    answer: str = ""
    reason: str = ""

    def parse(self) -> Answered | Errors:
        """Read an answer; one that gives less than was asked for says why."""
        faults = Faults()
        found = faults.choice("answer", self.answer, Answer, text="Choose how the request is answered")
        is_less = found in NEEDS_REASON
        why = faults.text("reason", self.reason, label="Why it is not given", longest=LONGEST, required=is_less)
        if faults.found or found is None:
            return faults.found
        return Answered(answer=found, reason=(why or "") if is_less else "")


class SecondForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the second person says: "agree" or "refuse"."""

    second: str = ""

    def parse(self) -> bool | Errors:
        """Read whether the second person agrees."""
        if self.second in {"agree", "refuse"}:
            return self.second == "agree"
        faults = Faults()
        faults.add("second", "required", "Choose whether you agree")
        return faults.found


def past_day(faults: Faults, field: str, parts: tuple[str, str, str], today: date, *, label: str) -> date | None:
    """Read a day of the last years, not after today; a fault is told under the field."""
    found = faults.day(field, parts, label=label)
    if found is not None and not date(today.year - _YEARS_BACK, 1, 1) <= found <= today:
        faults.add(field, "out_of_range", f"{label} must be today or earlier, with the year in four digits")
        return None
    return found
