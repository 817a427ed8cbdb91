"""What several tests begin with: made by use cases once a process, and from then on put there again as rows."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sqlalchemy import Table, insert, select
from sqlmodel import Session, SQLModel

from lvws_core.ports import SYSTEM
from tests.builders import Ids

Made = TypeVar("Made")
Rows = Mapping[Table, list[dict[str, Any]]]

System = Callable[[], AbstractContextManager[Session]]

_KEPT: dict[str, tuple[Any, int, Rows]] = {}


def made_once(name: str, system: System, new_id: Ids, make: Callable[[], Made]) -> Made:
    """Give what `make` gives, with the rows that it adds to a database; what goes by one name begins alike.

    `system` opens a transaction of the system; `new_id` goes on behind the ids that were used.
    """
    if name in _KEPT:
        made, new_id.spent, added = _KEPT[name]
        with system() as session:
            for table, rows in added.items():
                session.execute(insert(table), rows, execution_options=SYSTEM)
        return made  # type: ignore[no-any-return]  # of the type that was put there
    before = _rows(system)
    made = make()
    more = {table: [row for row in rows if row not in before[table]] for table, rows in _rows(system).items()}
    _KEPT[name] = made, new_id.spent, {table: rows for table, rows in more.items() if rows}
    return made


def _rows(system: System) -> Rows:
    with system() as session:
        session.flush()
        return {
            table: [dict(row) for row in session.execute(select(table), execution_options=SYSTEM).mappings()]
            for table in SQLModel.metadata.sorted_tables
        }
