"""Anchors: the head of the audit and who was erased, written every hour to a place where the database is not (P9).

Whoever can change the database can mend what stands in it; a line that stands elsewhere differs then. Who was erased
stands beside in a second file, ids and codes alone: a backup from before brings them back, and a restore erases
them again.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from portal.audit import store
from portal.audit.model import Head
from portal.audit.service import anchor_head
from portal.database import Database

EVERY: Final = timedelta(hours=1)
"""How often a head is written."""

STILL: Final = timedelta(hours=2)
"""After how long without a line something is wrong."""

_ERASED: Final = "person.erased"


class Anchored(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: a head, and when it was written (aware)."""

    head: Head
    at: datetime


class Gone(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was erased: the entry that says so, the person's id, and the code of the reason."""

    sequence: int
    person_id: UUID
    reason: str


def erased_beside(path: Path) -> Path:
    """Give the file of those who were erased, beside that of the heads."""
    return path.with_name(f"{path.name}.erased")


def anchor_line(head: Head, now: datetime) -> str:
    """Give a head as the line that is kept outside: sequence, hash in hexadecimal, time."""
    return f"{head.sequence} {head.mac.hex()} {now.isoformat()}\n"


def read_lines(text: str) -> tuple[Anchored, ...]:
    """Read the lines that `anchor_line` gave.

    Raises:
        Invalid: A line is not one of those.
    """
    try:
        rows = [line.split() for line in text.splitlines() if line.strip()]
        return tuple(
            Anchored(head=Head(sequence=int(sequence), mac=bytes.fromhex(mac)), at=datetime.fromisoformat(at))
            for sequence, mac, at in rows
        )
    except ValueError as error:
        raise Invalid("anchors", "not_an_anchor_file") from error


def read_anchors(text: str) -> tuple[Head, ...]:
    """Read the heads from the lines that `anchor_line` gave.

    Raises:
        Invalid: A line is not one of those.
    """
    return tuple(line.head for line in read_lines(text))


def read_erased(text: str) -> tuple[Gone, ...]:
    """Read who was erased, each once.

    Raises:
        Invalid: A line is not one of the file's.
    """
    try:
        rows = {tuple(line.split()) for line in text.splitlines() if line.strip()}
        found = {Gone(sequence=int(sequence), person_id=UUID(id_), reason=reason) for sequence, id_, reason in rows}
    except ValueError as error:
        raise Invalid("erased", "not_a_list_of_erased") from error
    return tuple(sorted(found, key=lambda gone: gone.sequence))


def anchor_when_due(database: Database, path: Path, now: datetime) -> Head | None:
    """Write down outside who was erased since the last line, and then the head, where that line is an hour old.

    Raises:
        OSError: The place outside cannot be written: the next tick tries again.
        Invalid: The file holds something else.

    Source: assurance P9.
    """
    lines = read_lines(path.read_text(encoding="utf-8")) if path.exists() else ()
    if lines and now - lines[-1].at < EVERY:
        return None
    with database.system() as session:
        head = anchor_head(session, now)
        after = lines[-1].head.sequence if lines else 0
        gone = [
            f"{sequence} {event.subject_id} {event.detail['reason']}\n"
            for sequence, event in store.of_kind(session, _ERASED, after)
        ]
    if head is None:
        return None
    if gone:
        _append(erased_beside(path), gone)
    _append(path, [anchor_line(head, now)])
    return head


def standing_still(path: Path, now: datetime, first_entry_at: datetime | None) -> Iterator[str]:
    """Say what is wrong with the file of heads; nothing while the installation is too young to have one."""
    try:
        lines = read_lines(path.read_text(encoding="utf-8")) if path.exists() else ()
    except (OSError, Invalid, UnicodeDecodeError):
        yield f"the heads of the audit kept outside cannot be read: {path}"
        return
    last = lines[-1].at if lines else first_entry_at
    if last is not None and now - last > STILL:
        since = f"stand still since {last.isoformat(timespec='minutes')}" if lines else "were never written"
        yield f"the heads of the audit kept outside {since}; the portal writes one every hour to {path}: see its log"


def _append(path: Path, lines: list[str]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
