"""The form of a report that contact is not safe."""

import msgspec

from lvws_core.consent.contact import StopCause
from lvws_core.consent.stops import REPORTED
from lvws_core.forms import Faults, FieldError

LONGEST = 500
"""Characters of what is told with a report or a lifting."""

Errors = tuple[FieldError, ...]


class ReportForm(msgspec.Struct, frozen=True, kw_only=True):
    """A report, as it was typed."""

    cause: str = ""
    words: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is complete."""

    cause: StopCause
    words: str


def parse_report(form: ReportForm) -> Told | Errors:
    """Read a report: what happened is needed, the words are not. Source: CONT-03."""
    faults = Faults()
    cause = faults.choice("cause", form.cause, StopCause, text="Choose what is not safe")
    if cause is not None and cause not in REPORTED:
        faults.add("cause", "unknown_choice", "Choose what is not safe")
    words = faults.text("words", form.words, label="What happened", longest=LONGEST, required=False)
    if faults.found or cause is None:
        return faults.found
    return Told(cause=cause, words=words or "")
