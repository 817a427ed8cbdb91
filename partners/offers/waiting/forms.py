"""The forms of the waiting list."""

from datetime import date

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.referrals import Detail
from partners.offers.acts.forms import LONGEST
from partners.offers.waiting.model import DateBand

Errors = tuple[FieldError, ...]


class WaitlistForm(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the waiting list, as it was typed."""

    version: str = ""
    band: str = ""
    until_day: str = ""
    until_month: str = ""
    until_year: str = ""
    override: str = ""
    note: str = ""

    @property
    def until(self) -> tuple[str, str, str]:
        """The three parts of the day."""
        return self.until_day, self.until_month, self.until_year

    @property
    def words(self) -> str:
        """What was written in it, to give back."""
        return "\n\n".join(part for part in (self.override, self.note) if part)


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """Words that go with an act, as they were typed."""

    version: str = ""
    note: str = ""


class Waitlist(msgspec.Struct, frozen=True, kw_only=True):
    """A place on the waiting list that is complete: when it is expected, and the words for the lead."""

    band: DateBand
    detail: Detail
    note: str


def parse_waitlist(form: WaitlistForm, *, today: date, needs_override: bool) -> Waitlist | Errors:
    """Read a place on the waiting list; at high risk the manager says why it may wait.

    Source: ROUTE-04.
    """
    faults = Faults()
    band = faults.choice("band", form.band, DateBand, text="Choose when a place is expected")
    until = read_later_day(faults, "until", form.until, today, label="Day of the next place")
    override = faults.text("override", form.override, label="Why it may wait", longest=LONGEST, required=needs_override)
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    if faults.found or band is None:
        return faults.found
    detail = Detail(until=until or band.ends_on(today), override=override or None)
    return Waitlist(band=band, detail=detail, note=note or "")


def read_later_day(faults: Faults, field: str, parts: tuple[str, str, str], today: date, *, label: str) -> date | None:
    """Read a day that may be left empty and lies after today, within two years."""
    if not any(part.strip(" ") for part in parts):
        return None
    day = faults.day(field, parts, label=label)
    if day is not None and not today < day <= date(today.year + 2, 12, 31):
        faults.add(field, "not_later", f"{label} must be later than today, with the year in four digits")
        return None
    return day


def parse_note(form: NoteForm) -> str | Errors:
    """Read words that may be left out."""
    faults = Faults()
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    return faults.found if note is None else note
