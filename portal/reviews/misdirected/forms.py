"""The form of what information governance decides about a wrong recipient."""

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.reviews.misdirected.model import Decided, PersonTold, Regulator

LONGEST = 2000
Errors = tuple[FieldError, ...]


class DecideForm(msgspec.Struct, frozen=True, kw_only=True):
    """A decision, as it was typed."""

    regulator: str = ""
    why: str = ""
    person_told: str = ""
    told_why: str = ""


def parse_decide(form: DecideForm) -> Decided | Errors:
    """Read a decision: whether the regulator is told and why, whether the person is and why not."""
    faults = Faults()
    regulator = faults.choice("regulator", form.regulator, Regulator, text="Decide whether the regulator is notified")
    why = faults.text("why", form.why, label="The reason for this decision", longest=LONGEST)
    told = faults.choice("person_told", form.person_told, PersonTold, text="Say whether the person is told")
    is_needed = told in {PersonTold.WILL_BE, PersonTold.NOT_TOLD}
    told_why = faults.text(
        "told_why", form.told_why, label="Why the person is not told", longest=LONGEST, required=is_needed
    )
    if faults.found or regulator is None or told is None:
        return faults.found
    return Decided(regulator=regulator, person_told=told, why=why or "", told_why=told_why or "")
