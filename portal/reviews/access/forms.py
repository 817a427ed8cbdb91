"""The form of an access review."""

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.reviews.access.model import DONE, State

LONGEST = 1000


class AccessForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer says, as it was typed."""

    state: str = ""
    note: str = ""


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A review that is complete."""

    state: State
    note: str


def parse_access(form: AccessForm) -> Reviewed | tuple[FieldError, ...]:
    """Read a review; what was not in order says what was done."""
    faults = Faults()
    state = faults.choice("state", form.state, State, text="Choose what you found")
    if state is State.TO_REVIEW:
        faults.add("state", "required", "Choose what you found")
    is_needed = state is State.NOT_IN_ORDER
    note = faults.text("note", form.note, label="What was done", longest=LONGEST, required=is_needed)
    if faults.found or state is None:
        return faults.found
    return Reviewed(state=state, note=note or "")


CHOICES = (State.IN_ORDER, State.ASKED, State.NOT_IN_ORDER)
"""What a reviewer may say; all but the second are in `DONE`."""

assert {*CHOICES} > DONE  # noqa: S101 - one list of states, told twice
