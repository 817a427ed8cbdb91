"""The page of the day of a trial."""

from typing import ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from portal.intake.model import Case
from portal.intake.trial.forms import TrialForm


class TrialPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form with the day as it is recorded, and what follows from it."""

    template: ClassVar[str] = "intake/trial.html"

    title: str
    reference: Reference
    version: int
    follows: str
    typed: TrialForm
    errors: tuple[FieldError, ...] = ()


def trial_page(
    case: Case, working_days: int, typed: TrialForm | None = None, errors: tuple[FieldError, ...] = ()
) -> TrialPage:
    """Give the form; the witness is to be reached so many working days before the trial."""
    on = case.trial_on
    stored = TrialForm() if on is None else TrialForm(on_day=str(on.day), on_month=str(on.month), on_year=str(on.year))
    return TrialPage(
        title=f"Day of the trial on case {case.reference}",
        reference=case.reference,
        version=case.version,
        follows=f"The witness is first tried at the latest {working_days} working days before. Leave it empty while no "
        "day is listed: then the usual time from receipt counts.",
        typed=typed or stored,
        errors=errors,
    )
