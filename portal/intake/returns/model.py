"""What can be missing or wrong in an intake, and what went back."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import msgspec

from lvws_core.ids import CaseId, UserId
from lvws_core.vocabulary import Labelled


class Gap(Labelled):
    """What was missing or wrong. Source: domain 8.1, 8.7 (23); the list is a project default."""

    NAME = "name", "The name or its spelling"
    AGE = "age", "The date of birth or the age"
    CONTACT = "contact", "The number or the address"
    SAFE_CONTACT = "safe_contact", "Which ways are safe, and when"
    PLACE = "place", "The borough or the postcode"
    LANGUAGE = "language", "The language or an interpreter"
    CRIME = "crime", "The crime"
    ABUSE = "abuse", "Domestic abuse or its level"
    FACTS = "facts", "What gives enhanced rights"
    NEEDS = "needs", "What is needed"
    DATES = "dates", "The day of receipt or of the report"
    SOURCE = "source", "Who sent it, or their reference"


FIELDS = {
    Gap.NAME: "name",
    Gap.AGE: "birth_date",
    Gap.CONTACT: "phone",
    Gap.SAFE_CONTACT: "call",
    Gap.PLACE: "borough",
    Gap.LANGUAGE: "language",
    Gap.CRIME: "crime_category",
    Gap.ABUSE: "abuse",
    Gap.FACTS: "facts",
    Gap.NEEDS: "needs",
    Gap.DATES: "received_on",
    Gap.SOURCE: "source",
}
"""The field of the entry form at which each gap is mended."""


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What went back to whoever took a case in; instants aware UTC, `mended_at` None while it is open."""

    id: UUID
    case_id: CaseId
    taker_id: UserId
    gaps: frozenset[Gap]
    by: UserId
    at: datetime
    mended_at: datetime | None = None


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month in numbers: how many went back, how many of them are mended, and how often each gap was named."""

    first_day: date
    returned: int
    mended: int
    gaps: tuple[tuple[Gap, int], ...]


def by_month(returned: Iterable[tuple[date, bool, frozenset[Gap]]]) -> tuple[Month, ...]:
    """Count what went back by the month of its London day, the newest first; the most frequent gap first."""
    months: dict[date, list[tuple[bool, frozenset[Gap]]]] = {}
    for day, is_mended, gaps in returned:
        months.setdefault(day.replace(day=1), []).append((is_mended, gaps))
    return tuple(_month(first, months[first]) for first in sorted(months, reverse=True))


def _month(first_day: date, returned: list[tuple[bool, frozenset[Gap]]]) -> Month:
    counts = [(gap, sum(gap in gaps for _, gaps in returned)) for gap in Gap]
    named = sorted((each for each in counts if each[1]), key=lambda each: -each[1])
    mended = sum(is_mended for is_mended, _ in returned)
    return Month(first_day=first_day, returned=len(returned), mended=mended, gaps=tuple(named))
