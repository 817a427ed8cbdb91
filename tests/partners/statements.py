"""Counts the statements that a use case sends, as the performance page counts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from portal.database import Database


@contextmanager
def counted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Collect each statement and its parameters; transaction control does not come this way."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        seen.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
