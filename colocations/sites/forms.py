"""What is typed in the forms of the sites: read by name, because a day is three fields."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from lvws_core.forms import Faults, Many, many
from lvws_core.holidays import FIRST_DAY

FURTHEST: Final = date(2100, 12, 31)
"""The last day that a form takes: some vetting lasts ten years, and nothing lasts longer than this."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, by the names of the fields; a day is three of them."""

    values: Mapping[str, Many] = {}

    def value(self, name: str) -> str:
        """Give what was typed in a field, "" where nothing was."""
        return (many(self.values.get(name, "")) or ("",))[0]

    def chosen(self, name: str) -> tuple[str, ...]:
        """Give what was ticked."""
        return many(self.values.get(name, ""))

    def day(self, name: str) -> tuple[str, str, str]:
        """Give the three parts of a day."""
        return self.value(f"{name}_day"), self.value(f"{name}_month"), self.value(f"{name}_year")

    @property
    def version(self) -> int:
        """The version that the form was made from; what is none is 0, which no record has."""
        text = self.value("version")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def day_of(faults: Faults, typed: Typed, name: str, label: str, *, required: bool = True) -> date | None:
    """Read a London day; none before the first for which the calendar of working days is known."""
    if not required and not any(part.strip(" ") for part in typed.day(name)):
        return None
    day = faults.day(name, typed.day(name), label=label)
    if day is not None and not FIRST_DAY <= day <= FURTHEST:
        faults.add(name, "out_of_range", f"{label} must be between {FIRST_DAY.year} and {FURTHEST.year}")
        return None
    return day


def text_of(faults: Faults, typed: Typed, name: str, label: str, *, longest: int = 200, required: bool = False) -> str:
    """Read a text by its name; "" where it is empty or a fault was noted."""
    return faults.text(name, typed.value(name), label=label, longest=longest, required=required) or ""


def parts_of(name: str, day: date | None) -> dict[str, Many]:
    """Give the three fields of a day that is recorded."""
    if day is None:
        return {}
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
