"""Forms: what a person typed becomes a command, or a list of faults, each at its field."""

import unicodedata
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import TypeVar

import msgspec

from lvws_core.errors import Invalid

Choice = TypeVar("Choice", bound=StrEnum)
Many = str | list[str]
"""A field that a browser may send once or several times."""

_KEPT = {"\n", "\t"}


class FieldError(msgspec.Struct, frozen=True, kw_only=True):
    """A fault in a form: the field's name, a stable code, and the sentence that tells how to mend it."""

    field: str
    code: str
    text: str


def many(value: Many) -> tuple[str, ...]:
    """Give the values of a field that may come once or several times, empty ones left out."""
    values = [value] if isinstance(value, str) else value
    return tuple(v for v in values if v)


class Faults:
    """Collects the faults of one form while its fields are read.

    Each reader gives the value, or None after noting why it is not one; so `parse` reads every
    field and reports every fault at once.
    """

    def __init__(self) -> None:
        self._found: list[FieldError] = []

    @property
    def found(self) -> tuple[FieldError, ...]:
        """The faults so far, in the order of the fields."""
        return tuple(self._found)

    def add(self, field: str, code: str, text: str) -> None:
        """Note a fault."""
        self._found.append(FieldError(field=field, code=code, text=text))

    def text(self, field: str, value: str, *, label: str, longest: int = 200, required: bool = True) -> str | None:
        """Read text: trimmed, Unicode-normal, no control characters, at most `longest` characters."""
        clean = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip(" \t\n")
        if any(unicodedata.category(c) in {"Cc", "Cs", "Co"} and c not in _KEPT for c in value.replace("\r\n", "\n")):
            self.add(field, "control_character", f"{label} contains a character that cannot be stored")
        elif required and not clean:
            self.add(field, "required", f"Enter {label[0].lower()}{label[1:]}")
        elif len(clean) > longest:
            self.add(field, "too_long", f"{label} must be {longest} characters or fewer")
        else:
            return clean
        return None

    def choice(self, field: str, value: str, choices: type[Choice], *, text: str) -> Choice | None:
        """Read one of a closed list by its key; `text` says what to do when none is chosen."""
        try:
            return choices(value)
        except ValueError:
            self.add(field, "required" if not value else "unknown_choice", text)
            return None

    def choices(self, field: str, value: Many, choices: type[Choice], *, text: str) -> frozenset[Choice] | None:
        """Read at least one of a closed list by key."""
        read = [self.choice(field, each, choices, text=text) for each in many(value)]
        if not read:
            self.add(field, "required", text)
        return None if not read or None in read else frozenset(c for c in read if c is not None)

    def number(self, field: str, value: str, *, label: str, lowest: int, highest: int) -> int | None:
        """Read a whole number written in plain digits, within both bounds."""
        digits = value.strip(" ")
        if not digits:
            self.add(field, "required", f"Enter {label[0].lower()}{label[1:]}")
        elif not (digits.isascii() and digits.isdigit()) or len(digits) > 9 or not lowest <= int(digits) <= highest:
            self.add(field, "out_of_range", f"{label} must be a whole number from {lowest} to {highest}")
        else:
            return int(digits)
        return None

    def day(self, field: str, parts: tuple[str, str, str], *, label: str) -> date | None:
        """Read a date from its day, month and year, as the date input sends them."""
        if not any(p.strip(" ") for p in parts):
            self.add(field, "required", f"Enter {label[0].lower()}{label[1:]}")
            return None
        try:
            numbers = [int(p) if p.isascii() and p.strip(" ").isdigit() and len(p) < 6 else 0 for p in parts]
            return date(numbers[2], numbers[1], numbers[0])
        except ValueError:
            self.add(field, "not_a_date", f"{label} must be a real date")
            return None

    def hour(self, field: str, value: str, *, text: str) -> time | None:
        """Read a time of day such as 9:30 or 17:00; `text` says what to do when it is none."""
        hours, colon, minutes = value.strip().partition(":")
        digits = (hours + minutes).isascii() and hours.isdigit() and minutes.isdigit()
        if not (colon and digits and len(hours) <= 2 and len(minutes) == 2 and int(hours) < 24 and int(minutes) < 60):
            self.add(field, "required" if not value.strip() else "not_a_time", text)
            return None
        return time(int(hours), int(minutes))

    def read(self, field: str, value: str, parse: Callable[[str], object], *, text: str) -> object | None:
        """Read a value by a function of the core that raises `Invalid`."""
        try:
            return parse(value)
        except Invalid as error:
            self.add(field, error.code, text)
            return None
