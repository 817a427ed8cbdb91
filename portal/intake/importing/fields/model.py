"""One field at a time: each reader gives the value, or None after noting what is wrong and how to mend it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from lvws_core.forms import Faults
from lvws_core.spreadsheets import day_of, without_formula
from lvws_core.vocabulary import Labelled
from portal.intake.importing.columns.model import LABELS

Choice = TypeVar("Choice", bound=Labelled)

WORDS: Mapping[str, bool] = {"yes": True, "y": True, "true": True, "1": True} | {
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}
"""What says yes, and what says no."""


class Fields:
    """The fields of a line, and the faults that were found in them so far."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values, self.faults = values, Faults()

    def yes_no(self, column: str, *, or_unknown: bool = False) -> bool | None:
        """Read yes or no; None where nothing is said, or with `or_unknown` that it is not known."""
        typed = self.values.get(column, "").lower()
        said = WORDS.get(typed)
        if typed and said is None and not (or_unknown and typed in {"unknown", "not known"}):
            self.faults.add(column, "unknown_choice", f"{LABELS[column]}: write yes or no, or nothing")
        return said

    def text(self, column: str, *, longest: int = 200, required: bool = False) -> str:
        """Read text, empty where there is none; what a spreadsheet would take for a formula is refused."""
        typed = self.values.get(column, "")
        kept = without_formula(typed)
        if kept is None:
            text = (
                f"{LABELS[column]} begins with =, +, - or @ as a formula does: take the sign away, or write ' before it"
            )
            self.faults.add(column, "formula", text)
            return ""
        return self.faults.text(column, kept, label=LABELS[column], longest=longest, required=required) or ""

    def day(self, column: str, *, required: bool = False) -> date | None:
        """Read a day, the year first or last; None where there is none."""
        typed = self.values.get(column, "")
        if not typed:
            if required:
                self.faults.add(column, "required", f"Enter the {LABELS[column].lower()}, as 2026-11-22 or 22/11/2026")
            return None
        found = day_of(typed)
        if found is None:
            text = f"{LABELS[column]} must be a real date, written as 2026-11-22 or 22/11/2026"
            self.faults.add(column, "not_a_date", text)
        return found

    def choice(self, column: str, choices: type[Choice], *, required: bool = False) -> Choice | None:
        """Read one of a closed list by its key or its label, whatever its case and signs."""
        typed = self.values.get(column, "")
        found = _words_of(choices).get(_plain(typed))
        if (typed and found is None) or (required and not typed):
            code = "unknown_choice" if typed else "required"
            self.faults.add(column, code, f"{LABELS[column]}: write one of the keys that the docs list for {column}")
        return found  # type: ignore[return-value]  # the words are those of these choices


@cache
def _words_of(choices: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {_plain(word): each for each in choices for word in (getattr(each, "label", ""), each.value) if word}


def _plain(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())
