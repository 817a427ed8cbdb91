"""The page on which a worker ticks what has happened."""

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError, many
from lvws_core.ids import Reference
from lvws_core.risk.level import ReassessmentTrigger
from portal.people.risk.triggers.forms import TriggerForm
from portal.people.safe_contact.pages import SafeContactPanel


class TriggerPage(msgspec.Struct, frozen=True, kw_only=True):
    """The form: ticks, and the day."""

    template: ClassVar[str] = "people/risk_trigger.html"

    title: str
    reference: Reference
    kinds: tuple[Mapping[str, Any], ...]
    typed: TriggerForm
    safe: SafeContactPanel | None = None
    errors: tuple[FieldError, ...] = ()


def trigger_page(reference: Reference, typed: TriggerForm, *, errors: tuple[FieldError, ...] = ()) -> TriggerPage:
    """Give the form with what was typed."""
    ticked = set(many(typed.kinds))
    return TriggerPage(
        title=f"What has happened to person {reference}",
        reference=reference,
        kinds=tuple(
            {"value": each.value, "text": each.label, "checked": each.value in ticked} for each in ReassessmentTrigger
        ),
        typed=typed,
        errors=errors,
    )
