"""The part of a page that asks why something recorded is changed and who asked."""

from collections.abc import Mapping
from typing import Any

import msgspec

from portal.people.corrections.forms import GroundsForm
from portal.people.corrections.model import AskedBy, Why

Option = Mapping[str, Any]


class GroundsFields(msgspec.Struct, frozen=True, kw_only=True):
    """The options with what was chosen, and the sentence."""

    whys: tuple[Option, ...]
    askers: tuple[Option, ...]
    words: str


def grounds_fields(typed: GroundsForm | None = None) -> GroundsFields:
    """Give the fields, with what was typed where the form comes back."""
    typed = typed or GroundsForm()
    return GroundsFields(
        whys=tuple({"value": e.value, "text": e.label, "checked": e.value == typed.why} for e in Why),
        askers=tuple({"value": e.value, "text": e.label, "checked": e.value == typed.asked_by} for e in AskedBy),
        words=typed.why_words,
    )
