"""Periods by their first and last day: which are whole and may leave the service, and which cannot be asked for."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from lvws_core.errors import Invalid
from lvws_core.spreadsheets import day_of
from lvws_core.times import add_months, day_in_words
from portal.reports.model import FIRST_YEAR, month_of, months_before

_YEAR_BEGINS: Final = 4
_LENGTHS: Final = (1, 3, 12)


class Grain(StrEnum):
    """How long a period is: a whole month, quarter or financial year, or any other length."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OTHER = "other"


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A period of London days, both inclusive."""

    first: date
    last: date

    @property
    def grain(self) -> Grain:
        """How long it is; quarters and years are those of the financial year, which begins in April.

        >>> Span(first=date(2019, 4, 1), last=date(2020, 3, 31)).grain
        <Grain.YEAR: 'year'>
        """
        begins = self.first.month - _YEAR_BEGINS
        for grain, months in zip((Grain.MONTH, Grain.QUARTER, Grain.YEAR), _LENGTHS, strict=True):
            is_whole = self.first.day == 1 and add_months(self.first, months) == self.last + timedelta(days=1)
            if is_whole and begins % months == 0:
                return grain
        return Grain.OTHER

    @property
    def is_published(self) -> bool:
        """Whether its figures may leave the service. Source: issue 9, small numbers."""
        return self.grain is not Grain.OTHER

    @property
    def words(self) -> str:
        """Name it: "April 2019", "April to June 2019", "April 2019 to March 2020", or by its days."""
        first, last = month_of(self.first), month_of(self.last)
        if (self.first, self.last) != (first.first, last.last):
            return f"{day_in_words(self.first)} to {day_in_words(self.last)}"
        if first == last:
            return first.words
        begins = first.words.removesuffix(f" {self.last.year}")
        return f"{begins} to {last.words}"

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months that it touches."""
        found = [self.first.replace(day=1)]
        while (following := add_months(found[-1], 1)) <= self.last:
            found.append(following)
        return tuple(found)

    @property
    def published_before(self) -> tuple["Span", ...]:
        """The periods of the same financial year that are published before it, in their order, and itself last.

        A month, a quarter and a year that end on the same day are published together, the longest first. Only
        of a published period.
        """
        found: list[Span] = []
        for month in year_of(self.first).months:
            ends = span_of(month, 1).last
            for months in (12, 3, 1):
                span = span_of(months_before(month, months - 1), months)
                if span.last == ends and span.grain is not Grain.OTHER:
                    found.append(span)
                    if span == self:
                        return tuple(found)
        raise Invalid("to", "not_published")


def span_of(first: date, months: int) -> Span:
    """Give the period of so many months that begins on a day."""
    return Span(first=first, last=add_months(first, months) - timedelta(days=1))


def year_of(day: date) -> Span:
    """Give the financial year in which a day lies."""
    return span_of(date(day.year if day.month >= _YEAR_BEGINS else day.year - 1, _YEAR_BEGINS, 1), 12)


def last_whole(today: date, months: int) -> Span:
    """Give the last month (1), quarter (3) or financial year (12) that is over."""
    first = today.replace(day=1)
    back = {1: 1, 3: 3 + (first.month - _YEAR_BEGINS) % 3, 12: 12 + (first.month - _YEAR_BEGINS) % 12}[months]
    return span_of(months_before(first, back), months)


def span_from(first: str, last: str, today: date) -> Span:
    """Read a period from an address or a command; without any day it is the last month that is over.

    Raises:
        Invalid: on `from` or `to`: `not_a_date`, `required` when one is missing, `before_records`
            when the service did not exist yet, `in_the_future`; on `to`: `ends_before_it_begins`.
    """
    if not first and not last:
        return last_whole(today, 1)
    begins, ends = _day("from", first, today), _day("to", last, today)
    if ends < begins:
        raise Invalid("to", "ends_before_it_begins")
    return Span(first=begins, last=ends)


def _day(field: str, typed: str, today: date) -> date:
    if not typed:
        raise Invalid(field, "required")
    day = day_of(typed.strip())
    if day is None:
        raise Invalid(field, "not_a_date")
    if day.year < FIRST_YEAR:
        raise Invalid(field, "before_records")
    if day > today:
        raise Invalid(field, "in_the_future")
    return day
