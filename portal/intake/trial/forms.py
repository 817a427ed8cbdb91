"""The form of the day of a trial."""

from datetime import date

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.intake.model import Case, against_trial


class TrialForm(msgspec.Struct, frozen=True, kw_only=True):
    """The day as it was typed; all three empty is that none is known any more."""

    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    version: str = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """The London day for which the trial is listed, None where none is known."""

    on: date | None


def parse_trial(form: TrialForm, case: Case, today: date) -> Listed | tuple[FieldError, ...]:
    """Read the day of the trial."""
    typed = (form.on_day, form.on_month, form.on_year)
    if not any(part.strip() for part in typed):
        return Listed(on=None)
    faults = Faults()
    on = faults.day("on", typed, label="Day of the trial")
    for fault in against_trial(on, case.received_on, today):
        faults.add("on", fault.code, fault.text)
    return faults.found or Listed(on=on)
