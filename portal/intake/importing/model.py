"""The values of an import: lines, faults, and the counts of a run."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import Reference, UserId
from lvws_core.spreadsheets import Fault as Fault
from lvws_core.spreadsheets import Line as Line
from portal.intake.model import Registration

BATCH: Final = 500
"""How many lines are taken in by one transaction: what was killed goes on with the next batch."""

MOST_ON_PAGE: Final = 500
"""How many lines a page takes, in one transaction; a longer file is for the command line."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A line that can be taken in: its key, a digest of everything in it, and what it tells."""

    row: int
    case_ref: str
    digest: str
    registration: Registration


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of a run: lines that are new, that are there already, that were refused, and who looks known.

    `refused` counts lines, `faults` what is wrong with them.
    """

    new: int = 0
    there: int = 0
    refused: int = 0
    faults: int = 0
    alike: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Give both together."""
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """A batch of lines: those that are new, the faults of the others, and how many are there already."""

    new: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    there: int

    @property
    def tally(self) -> Tally:
        """The counts of this batch."""
        refused = len({each.row for each in self.faults})
        return Tally(new=len(self.new), there=self.there, refused=refused, faults=len(self.faults))


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One import: whose, since when (aware), what came of it; `finished_at` is None until it was confirmed."""

    id: UUID
    reference: Reference
    created_by: UserId
    created_at: datetime
    finished_at: datetime | None = None
    tally: Tally = Tally()
