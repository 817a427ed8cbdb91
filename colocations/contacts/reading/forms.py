"""A reader of one form: optional choices, numbers, references, and London moments."""

from datetime import UTC, date, datetime, time
from typing import TypeVar

from colocations.contacts.model import MOST_HEADCOUNT
from colocations.sites.forms import Typed
from lvws_core.forms import Faults
from lvws_core.ids import Reference, parse_reference
from lvws_core.times import LONDON, local, zone_of
from lvws_core.vocabulary.labelled import Labelled

Chosen = TypeVar("Chosen", bound=Labelled)


class Reader:
    """Reads the fields of one form, and collects the faults in their order; `now` is aware."""

    def __init__(self, typed: Typed, now: datetime) -> None:
        self.typed, self.now, self.faults = typed, now, Faults()

    def count(self, field: str, label: str) -> int | None:
        """Read an optional number; None where nothing was typed."""
        text = self.typed.value(field).strip(" ")
        if not text:
            return None
        return self.faults.number(field, text, label=label, lowest=0, highest=MOST_HEADCOUNT)

    def says(self, day_field: str, time_field: str) -> bool:
        """Say whether anything of a day or a time was typed."""
        parts = (*self.typed.day(day_field), self.typed.value(time_field))
        return any(part.strip(" ") for part in parts)

    def moment(self, day_field: str, time_field: str, label: str) -> datetime | None:
        """Read a London day and time; what is left empty is today, or this minute."""
        typed, here = self.typed, local(self.now)
        clock = typed.value(time_field).strip(" ").replace(".", ":")
        says_day = any(part.strip(" ") for part in typed.day(day_field))
        if not clock and not says_day:
            return self.now.astimezone(UTC)
        day: date | None = here.date()
        if says_day:
            day = self.faults.day(day_field, typed.day(day_field), label=label)
        hour: time | None = here.time().replace(second=0, microsecond=0)
        if clock:
            text = "Enter the time as hours and minutes, such as 14:05"
            hour = self.faults.hour(time_field, clock, text=text)
        if day is None or hour is None:
            return None
        return datetime.combine(day, hour, zone_of(LONDON)).astimezone(UTC)

    def optional(
        self, field: str, choices: type[Chosen], text: str, *, name: str = "", of: bool = True
    ) -> Chosen | None:
        """Read an optional choice, `name` being another name of its field; `of` says whether it is asked at all."""
        typed = self.typed.value(name or field) or self.typed.value(field)
        return self.faults.choice(field, typed, choices, text=text) if typed and of else None

    def reference(self, field: str, text: str, words: str) -> Reference | None:
        """Read a reference; `words` says what to do when it is none."""
        found = self.faults.read(field, text, parse_reference, text=words)
        return Reference(found) if isinstance(found, str) else None
