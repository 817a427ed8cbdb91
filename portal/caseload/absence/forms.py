"""The form of an absence: two London days, and who covers."""

from uuid import UUID

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import UserId
from portal.caseload.absence.model import Asked


class AbsenceForm(msgspec.Struct, frozen=True, kw_only=True):
    """An absence as it was typed; `cover` is an account, or `nobody`."""

    starts_on_day: str = ""
    starts_on_month: str = ""
    starts_on_year: str = ""
    ends_on_day: str = ""
    ends_on_month: str = ""
    ends_on_year: str = ""
    cover: str = ""


NOBODY = "nobody"
"""What stands for nobody covering yet."""


def parse_absence(form: AbsenceForm) -> Asked | tuple[FieldError, ...]:
    """Read an absence, or give every fault."""
    faults = Faults()
    starts = faults.day(
        "starts_on", (form.starts_on_day, form.starts_on_month, form.starts_on_year), label="The first day away"
    )
    ends = faults.day("ends_on", (form.ends_on_day, form.ends_on_month, form.ends_on_year), label="The last day away")
    cover = _cover(form.cover, faults)
    if starts is None or ends is None or faults.found:
        return faults.found
    return Asked(starts_on=starts, ends_on=ends, cover_id=cover)


def _cover(text: str, faults: Faults) -> UserId | None:
    if text == NOBODY:
        return None
    try:
        return UserId(UUID(text))
    except ValueError:
        faults.add("cover", "required", "Choose who covers, or that nobody does yet")
        return None
