"""What a month of a site's contacts gives out, row by row."""

from datetime import date, timedelta
from typing import Final

import msgspec

from colocations.contacts.model import ContactKind

Cell = str | int | date | None

HEADINGS: Final = (
    *("Day", "What it was", "Ward or department", "How", "Minutes", "Purpose", "Outcome"),
    *("Role of the professional", "Staff spoken to", "Trained", "Level", "Feedback", "Led to a referral"),
)
"""The headings of the file. Nothing of a person is among them, and nothing that anybody wrote."""

MONTHS: Final = 13
"""How many months are offered: this one, and a year before it."""


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month of the calendar in London."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def after(self) -> date:
        """The first day of the next."""
        return (self.first + timedelta(days=32)).replace(day=1)

    @property
    def key(self) -> str:
        """The month as an address has it."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def words(self) -> str:
        """The month in words."""
        return f"{self.first:%B %Y}"


def month_of(day: date) -> Month:
    """Give the month of a day."""
    return Month(year=day.year, number=day.month)


def months_before(today: date) -> tuple[Month, ...]:
    """Give the months that are offered on a London day, this one first."""
    found = [month_of(today)]
    while len(found) < MONTHS:
        found.append(month_of(found[-1].first - timedelta(days=1)))
    return tuple(found)


def parse_month(text: str, today: date) -> Month | None:
    """Read a month that is offered on a London day; None for any other."""
    return next((month for month in months_before(today) if month.key == text), None)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One contact as it is given out."""

    cells: tuple[Cell, ...]
    kind: ContactKind
    minutes: int


def totals(given: tuple[Given, ...]) -> tuple[tuple[Cell, ...], ...]:
    """Give how many contacts and minutes of each kind there were, and of all; the rows of the second sheet."""
    by_kind = [(kind, [each for each in given if each.kind is kind]) for kind in ContactKind]
    rows = [(kind.label, len(found), sum(each.minutes for each in found)) for kind, found in by_kind if found]
    return (*rows, ("All", len(given), sum(each.minutes for each in given)))
