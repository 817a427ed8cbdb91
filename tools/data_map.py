"""Write docs/data-map.md: every column of every table with its class, by rules that a column either meets or fails.

Run `python -m tools.data_map` after changing a table; a test compares. Sealed columns are red. What links a person
with a service is amber, and stands in codes: a column of words in such a table that is not on the list of codes has
no class, and the map is not written. Everything else is grey: staff at work, places, times, counts.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Column, LargeBinary, String, Table
from sqlmodel import SQLModel

from portal import database

PAGE = Path(__file__).parents[1] / "docs" / "data-map.md"
SECRETS: Final = frozenset(
    {"sealed_key", "password_hash", "id_hash", "body_hash", "token_hash", "code_hash", "key_hash"}
)
KEYED: Final = ("_index", "digest", "token", "mac", "receipt")
LINKS: Final = frozenset(
    {
        *("person_id", "other_person_id", "first_id", "offer_id", "case_id", "request_id", "referral_id"),
        *("message_id", "contact_id", "envelope_id", "import_id"),
    }
)
LINKING: Final = frozenset(
    {"person", "offer", "case", "contact", "contact_draft", "envelope", "case_import", "imported_line", "suppression"}
)
"""Tables that are about people by themselves, beside those that have a column of `LINKS`."""

CODED: Final = frozenset(
    {
        *(
            "agency",
            "alone",
            "answer",
            "asked_by",
            "asker",
            "audience",
            "author_side",
            "awaiting",
        ),
        *("borough_gss", "category", "categories", "cause", "channel", "checked", "closure_reason"),
        *("crime_category", "da_level", "decision", "definitions", "department", "detail", "due_kind", "end_told"),
        *("ending", "faults", "feedback", "force", "from_role", "gaps", "ground", "grounds", "identity_check"),
        *("involvement", "item", "key", "kid", "kind", "left_because", "level", "life", "longer_because", "manner"),
        *("method", "move", "need", "needs", "new", "news", "no_age", "notice_version", "noticed", "occasion", "old"),
        *("outcome", "outcomes", "outweighs", "panel", "part", "path", "person_told", "picked", "place"),
        *("policy_version", "purpose", "reason", "reasons", "record", "reference", "offer_reference", "referral"),
        *("regulator", "request_reference", "return_key", "risk", "safe", "sender", "set_aside", "slot"),
        *("sort_key", "source", "source_da_level", "staff_role", "state", "status", "support_type", "take_up", "told"),
        *("to_role", "told_by", "tool_key", "tool_version", "topic", "treatment", "views", "waiting_key", "why"),
        *("about",),
    }
)
"""Columns of text that hold a code, a reference or JSON of codes, and never words about a person."""


class Class(StrEnum):
    """How much it hurts when it is read by a stranger."""

    RED = "red, sealed"
    AMBER = "amber"
    GREY = "grey"
    KEYED = "keyed hash"
    SECRET = "secret"  # noqa: S105 - the name of a class


def class_of(table: Table, column: Column[object]) -> Class | None:
    """Give the class of a column; None where nobody has said what it holds."""
    name = column.name
    if name in SECRETS:
        return Class.SECRET
    if (name.startswith("sealed_") and isinstance(column.type, LargeBinary)) or name == "raw":
        return Class.RED
    if name.endswith(KEYED) and isinstance(column.type, LargeBinary):
        return Class.KEYED
    if not is_linking(table):
        return Class.GREY
    is_text = isinstance(column.type, (String, LargeBinary))
    return Class.AMBER if not is_text or name in CODED else None


def is_linking(table: Table) -> bool:
    """Say whether a row of the table is about a person."""
    return table.name in LINKING or bool(LINKS & set(table.c.keys()))


def without_class(tables: tuple[Table, ...]) -> list[str]:
    """Name the columns that have no class."""
    return [f"{table.name}.{column.name}" for table in tables for column in table.c if class_of(table, column) is None]


def page(tables: tuple[Table, ...]) -> Iterator[str]:
    """Give the page, line by line.

    Raises:
        ValueError: Names the columns that have no class.
    """
    if missing := without_class(tables):
        raise ValueError(f"no class: {', '.join(missing)}")
    yield from ("# What is kept, and how much it may hurt", "")
    yield "Written by `python -m tools.data_map` from the tables; do not change it by hand."
    yield "Red is sealed under a key of its record. Amber is that somebody is known to a service, in codes."
    yield "Grey is work: staff, places, times and counts. A keyed hash finds something and says nothing of it."
    for table in tables:
        yield from ("", f"## {table.name}", "", "| class | columns |", "| --- | --- |")
        for kind in Class:
            names = [f"`{column.name}`" for column in table.c if class_of(table, column) is kind]
            if names:
                yield f"| {kind} | {', '.join(names)} |"


def tables() -> tuple[Table, ...]:
    """Give every table of the portal, by name."""
    database.check_tables()
    found = SQLModel.metadata.tables
    return tuple(found[name] for name in sorted(found))


if __name__ == "__main__":
    PAGE.write_text("\n".join((*page(tables()), "")), encoding="utf-8")
