"""Corrections as values: what stood before, what stands now, why it was changed and who asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.consent import DataCategory
from lvws_core.ids import UserId
from lvws_core.vocabulary.labelled import Labelled


class Part(Labelled):
    """Which part of a record was corrected."""

    IDENTITY = "identity", "Who they are"
    CONTACT_PLAN = "contact_plan", "How to contact them safely"
    CHARACTERISTICS = "characteristics", "How they describe themselves"


class Why(Labelled):
    """Why something that was recorded is changed."""

    CHANGED = "changed", "It has changed since"
    WRONG = "wrong", "It was recorded wrongly"
    MORE = "more", "More is known now"


class AskedBy(Labelled):
    """Who asked for a correction."""

    PERSON = "person", "The person"
    REPRESENTATIVE = "representative", "Somebody who acts for the person"
    STAFF = "staff", "Nobody: staff noticed it"
    AGENCY = "agency", "Another agency told it"


class Grounds(msgspec.Struct, frozen=True, kw_only=True):
    """Why a correction is made and who asked; `words` say it in a sentence, empty where nobody wrote one."""

    why: Why = Why.CHANGED
    asked_by: AskedBy = AskedBy.PERSON
    words: str = ""


AS_TOLD: Final = Grounds()
"""What is nearly always so: it has changed, and the person said so."""


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its key and its words, what stood before and what stands now; empty is not known."""

    field: str
    label: str
    before: str
    after: str


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What was corrected on one occasion. `at` is aware UTC."""

    id: UUID
    part: Part
    at: datetime
    by: UserId
    grounds: Grounds
    lines: tuple[Corrected, ...]

    @property
    def replaced(self) -> frozenset[DataCategory]:
        """What could have been shared with somebody as it stood before."""
        fields = (line.field for line in self.lines if line.before)
        return frozenset(c for field in fields if (c := category_of(self.part, field)) is not None)


Recorded = Mapping[str, tuple[str, str]]
"""What is recorded in a part, field by field: its words, and what is known in words or nothing."""


def differing(before: Recorded, after: Recorded) -> tuple[Corrected, ...]:
    """Give each field that differs, in the order in which it is recorded now, then those that are gone.

    >>> differing({"phone": ("Phone", "1")}, {"phone": ("Phone", "2")})[0].before
    '1'

    Source: domain section 9.5: add, never overwrite history.
    """
    found = []
    for field in dict.fromkeys((*after, *before)):
        label = (after.get(field) or before[field])[0]
        was, now = before.get(field, ("", ""))[1], after.get(field, ("", ""))[1]
        if was != now:
            found.append(Corrected(field=field, label=label, before=was, after=now))
    return tuple(found)


_SHARED: Mapping[str, DataCategory] = {
    "name": DataCategory.IDENTITY,
    "pronouns": DataCategory.IDENTITY,
    "birth_date": DataCategory.IDENTITY,
    "borough": DataCategory.LOCATION_BOROUGH,
    "address": DataCategory.FULL_ADDRESS,
    "language": DataCategory.ACCESS_NEEDS,
    "interpreter": DataCategory.ACCESS_NEEDS,
    "access_needs": DataCategory.ACCESS_NEEDS,
}


def category_of(part: Part, field: str) -> DataCategory | None:
    """Give in which category a field leaves when it is shared; None for what no referral carries."""
    match part:
        case Part.IDENTITY:
            return _SHARED.get(field)
        case Part.CONTACT_PLAN:
            return DataCategory.SAFE_CONTACT
        case _:
            return None
