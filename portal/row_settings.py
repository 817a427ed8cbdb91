"""Who reads, said to PostgreSQL for one transaction: what its row security goes by (assurance P2).

The kit says it where the gate's own scope is known: before a statement is sent, whenever it is for somebody
else than the one before. The settings end with the transaction, so a pooled connection carries nothing to
whoever has it next; a transaction in which nobody said anything sees no row.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

ENTER: Final = "lvws_enter"
"""The function that says whose the transaction is, and sets aside of whom the reader is to know nothing."""

SET: Final = frozenset({"set_config", ENTER})
"""Functions that change who reads: no statement of an organisation may call them."""

_ENTER: Final = f"SELECT {ENTER}(%(organisation)s, %(worker)s, %(staff)s, %(manages)s, %(today)s, %(admitted)s)"
_CHANGE: Final = "SELECT set_config('lvws.system', %(system)s, true), set_config('lvws.changing', %(changing)s, true)"


class For(StrEnum):
    """For whom a statement is: the portal itself, or an organisation that reads or changes rows."""

    SYSTEM = "system"
    READING = "reading"
    CHANGING = "changing"


class Reader(Protocol):
    """Whose session it is, as the gate has it; see `portal.database.Scope`."""

    organisation_id: UUID | None
    worker_id: UUID | None
    staff_id: UUID | None
    manages: bool
    on: date | None
    admitted: UUID | None


def begin(connection: Connection) -> None:
    """Note that a transaction begins: it is nobody's yet, and nothing is said to the database."""
    connection.info.update(reader=None, said=None, entered=False)


def say(connection: Connection, wanted: For) -> None:
    """Tell PostgreSQL for whom the next statement is, unless it knows.

    Raises:
        OperationalError: The database does not answer.
    """
    info = connection.info
    if info.get("said") is wanted:
        return
    if wanted is not For.SYSTEM and not info["entered"]:
        _tell(connection, _ENTER, _of(info["reader"]))
        info.update(entered=True, said=For.READING)
    if info["said"] is not wanted:
        on = {each.value: "on" if each is wanted else "" for each in (For.SYSTEM, For.CHANGING)}
        _tell(connection, _CHANGE, on)
        info["said"] = wanted


def _tell(connection: Connection, statement: str, values: Mapping[str, Any]) -> None:
    # By the driver itself: it is no statement of anybody's, and the listener that leads here would hear it again.
    driver: Any = connection.connection.dbapi_connection
    dbapi: Any = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor:
            cursor.execute(statement, values)
    except dbapi.Error as error:
        raise OperationalError(statement, None, error) from error


def _of(reader: Reader) -> dict[str, Any]:
    return {
        "organisation": reader.organisation_id,
        "worker": reader.worker_id,
        "staff": reader.staff_id,
        "manages": reader.manages,
        "today": reader.on,
        "admitted": reader.admitted,
    }
