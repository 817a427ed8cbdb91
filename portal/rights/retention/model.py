"""Retention as values: which part of the records is looked at on a day, and what stands on the list."""

from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import PersonId
from lvws_core.retention import Ending

PARTS: Final = 7
"""In so many parts the records are looked at, one a day: each record once a week."""

_IDS: Final = 1 << 128


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A part of all ids: those greater than `after`, up to and with `last`."""

    after: UUID
    last: UUID


def part_of(day: date) -> Span:
    """Give the ids that are looked at on a London day; in a week every id but the nil one is, each once."""
    number = day.toordinal() % PARTS
    begins, ends = (each * _IDS // PARTS for each in (number, number + 1))
    return Span(after=UUID(int=max(begins - 1, 0)), last=UUID(int=ends - 1))


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A record whose time is up since a London day, and what became of the contact."""

    person_id: PersonId
    due_on: date
    ending: Ending
