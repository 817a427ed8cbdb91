"""The form that says what was asked again, and why."""

from collections.abc import Collection

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.forms import Faults, FieldError
from partners.offers.asked_again.model import AskedReason


class AskedForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was chosen."""

    category: str = ""
    reason: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked again, and why."""

    category: DataCategory
    reason: AskedReason


def parse_asked(form: AskedForm, shared: Collection[DataCategory]) -> Asked | tuple[FieldError, ...]:
    """Read the form; only what was shared can have been asked again."""
    faults = Faults()
    category = faults.choice("category", form.category, DataCategory, text="Choose what you asked again")
    if category is not None and category not in shared:
        faults.add("category", "not_shared", "Choose something that was shared with you")
    reason = faults.choice("reason", form.reason, AskedReason, text="Choose why you asked again")
    if category is None or reason is None or faults.found:
        return faults.found
    return Asked(category=category, reason=reason)
