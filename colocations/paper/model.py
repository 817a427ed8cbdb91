"""A line of the paper log: what its columns hold, and what becomes of it."""

from typing import Final
from uuid import UUID, uuid5

import msgspec

from colocations.contacts.model import Logged
from lvws_core.ids import UserId
from lvws_core.spreadsheets import Column, Layout

MOST_ROWS: Final = 500
"""How many rows are taken in at once, in one transaction."""

MOST_BYTES: Final = 200_000
"""How long a file may be: the page that asks for the confirmation carries it, sealed."""

_DAY: Final = "a day, as 2026-10-22 or 22/10/2026"
_ONE_OF: Final = "one of the words or keys of the form"


def _column(key: str, label: str, holds: str, example: str = "", *aliases: str) -> Column:
    return Column(key=key, label=label, holds=holds, example=example, aliases=aliases)


LAYOUT: Final = Layout(
    columns=(
        _column("day", "Day", _DAY, "2026-10-22", "date", "on"),
        _column("time", "Time", "hours and minutes, as 14:05; empty is noon", "14:05", "at", "start"),
        _column("kind", "What it was", _ONE_OF, "client", "type", "contact_type", "activity"),
        _column("department", "Ward or department", "as the site has it", "", "ward"),
        _column("manner", "How", _ONE_OF, "bedside", "method", "how"),
        _column("minutes", "Minutes", "1 to 600", "15", "length", "duration"),
        _column("purpose", "Purpose", "one of those of its kind", "support"),
        _column("outcome", "Outcome", "one of those of its kind", "supported"),
        _column("about", "Whom it was about", "new_person, professional_only, or empty"),
        _column("person", "Reference", "of a person whom you may open; never a name", "", "reference"),
        _column("safe", "Safe to contact", "yes, no, or not_discussed", "yes"),
        _column("staff_role", "Role of the professional", _ONE_OF, "nurse", "role", "referred_by_role"),
        _column("professional", "Name of the professional", "where they gave it, for advice only"),
        _column("staff_spoken_to", "Staff spoken to", "a number, for a ward round", "", "staff"),
        _column("trained", "Trained, by role", "as nurse 4; doctor 2", "", "audience", "headcount"),
        _column("level", "Level of the training", _ONE_OF),
        _column("feedback", "Feedback on the training", _ONE_OF),
        _column("call_back_on", "Day to call back", _DAY, "", "call_back"),
        _column("disclosed_on", "Day they told somebody", _DAY, "", "disclosed"),
        _column("inpatient", "In hospital", "yes, no, or empty"),
        _column("discharge_on", "Day they leave hospital", _DAY, "", "discharge"),
        _column("apart", "Works for the host", "yes, or empty", "", "staff_as_victim"),
        _column("note", "Note", "up to 500 characters; nobody’s name", "", "notes"),
    ),
    needed=("day", "kind", "minutes", "purpose"),
)
"""What a file of the paper log holds. Source: domain 6.4."""

_NAMESPACE: Final = UUID("5b0d3f0e-6f0c-4f6e-9f0b-3d1f5e7a2c11")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row that can be logged: where it stands, its id, and what it says."""

    row: int
    id: UUID
    logged: Logged


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows are new, are there already, and are left out, with how many faults."""

    new: int = 0
    there: int = 0
    refused: int = 0
    faults: int = 0


def row_id(author_id: UserId, logged: Logged, earlier: int) -> UUID:
    """Give the id of a row: alike whenever the author brings in the same, and another for a row that is there twice.

    `earlier` is how many rows above it say the same.
    """
    return uuid5(_NAMESPACE, f"{author_id}\x1f{logged.content.hex()}\x1f{earlier}")


def tally_of(text: str) -> Tally | None:
    """Read the counts that an address carries, as 12-3-1; None for anything else."""
    parts = text.split("-")
    if len(parts) != len(("new", "there", "refused")):
        return None
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        return None
    new, there, refused = map(int, parts)
    return Tally(new=new, there=there, refused=refused)
