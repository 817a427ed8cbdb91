"""The form of a statement: beside what it stands, the words, the day if it was not today."""

from datetime import date

import msgspec

from lvws_core.forms import Faults, FieldError
from portal.people.statements.model import Opinion

LONGEST = 2000
_YEARS_BACK = 3


class StatementForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed."""

    about: str = ""
    words: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""

    def parse(self, today: date) -> "Said | tuple[FieldError, ...]":
        """Give what was said, or every fault; the day is today unless another was typed."""
        faults = Faults()
        about = faults.choice("about", self.about, Opinion, text="Choose what the statement is about")
        words = faults.text("words", self.words, label="What the person says", longest=LONGEST)
        parts = (self.on_day, self.on_month, self.on_year)
        said_on: date | None = today
        if any(part.strip(" ") for part in parts):
            said_on = faults.day("on", parts, label="The day on which they said it")
        if said_on is not None and not date(today.year - _YEARS_BACK, 1, 1) <= said_on <= today:
            text = "The day on which they said it must be today or earlier, with the year in four digits"
            faults.add("on", "out_of_range", text)
        if faults.found or about is None or words is None or said_on is None:
            return faults.found
        return Said(about=about, words=words, said_on=said_on)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said on a London day, and about which opinion."""

    about: Opinion
    words: str
    said_on: date
