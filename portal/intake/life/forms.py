"""The forms of take-up and closure."""

from datetime import date

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.vocabulary import ClosureReason, SupportType
from portal.intake.life.model import Answered, Change, Closing, Outcome, needs_safety_check
from portal.intake.model import Case
from portal.intake.terms.model import TakeUp


class TakeUpForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the person answered, as it was typed."""

    answer: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    support: str = ""
    version: str = ""


class CloseForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a case ends, as it was typed; `safe` is ticked where safety was checked."""

    reason: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    safety: str = ""
    well_being: str = ""
    informed: str = ""
    summary: str = ""
    safe: str = ""
    version: str = ""


def parse_take_up(form: TakeUpForm, case: Case, today: date) -> Answered | tuple[FieldError, ...]:
    """Read what the person answered; the kind of support is asked where it is taken up."""
    faults = Faults()
    answer = faults.choice("answer", form.answer, TakeUp, text="Choose what the person answered")
    on = _day(faults, form, case, today)
    support = None
    if answer is TakeUp.TAKEN_UP:
        support = faults.choice("support", form.support, SupportType, text="Choose the kind of support")
    if answer is None or on is None or faults.found:
        return faults.found
    return Answered(take_up=answer, on=on, support=support)


def parse_closing(form: CloseForm, case: Case, today: date) -> Closing | tuple[FieldError, ...]:
    """Read how a case ends; where there is domestic abuse, safety is checked first (domain 8.6)."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, ClosureReason, text="Choose why the case is closed")
    on = _day(faults, form, case, today)
    outcomes = {
        outcome: change
        for outcome in Outcome
        if (typed := getattr(form, outcome.value))
        and (change := faults.choice(outcome.value, typed, Change, text="Choose better, the same or worse"))
    }
    summary = faults.text("summary", form.summary, label="Summary", longest=1000, required=False)
    if needs_safety_check(case) and form.safe != "yes":
        faults.add("safe", "required", "Check safety first, and tick that you have: there is domestic abuse")
    if reason is None or on is None or faults.found:
        return faults.found
    return Closing(reason=reason, on=on, outcomes=outcomes, summary=summary or "", is_safe=form.safe == "yes")


def _day(faults: Faults, form: TakeUpForm | CloseForm, case: Case, today: date) -> date | None:
    on = faults.day("on", (form.on_day, form.on_month, form.on_year), label="Day")
    if on is not None and not case.received_on <= on <= today:
        faults.add("on", "out_of_order", "The day must lie between the day of receipt and today")
        return None
    return on
