"""The form of emergency access: which record, and why it cannot wait."""

from datetime import date

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.policy import Policy
from lvws_core.reasons import substance
from portal.people.forms import FindForm
from portal.people.model import Sought

LONGEST = 1000

NOTHING = FieldError(
    field="reference",
    code="not_opened",
    text="No record was opened with this. Check what you entered, or call the duty lead",
)
"""The one answer for a record that does not exist, is another organisation's, or is not the reader's to open."""


class EmergencyForm(FindForm, kw_only=True):
    """What was typed."""

    reason: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which record somebody needs at once, and why."""

    sought: Sought
    reason: str


def parse_emergency(form: EmergencyForm, today: date, policy: Policy) -> Asked | tuple[FieldError, ...]:
    """Read the form: a reference, a name and a date of birth, or a phone number; and a reason that is no padding."""
    sought, errors = form.parse(today)
    faults = Faults()
    reason = faults.text("reason", form.reason, label="Why it cannot wait", longest=LONGEST)
    if reason and substance(reason) < policy.reason_characters:
        text = f"Say why it cannot wait, in at least {policy.reason_characters} characters"
        faults.add("reason", "too_short", text)
    if sought is None or faults.found or reason is None:
        return (*errors, *faults.found)
    return Asked(sought=sought, reason=reason)
