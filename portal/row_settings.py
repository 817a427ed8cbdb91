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

from lvws_core.ports import SYSTEM

ENTER: Final = "lvws_enter"
"""The function that says whose the transaction is, and sets aside of whom the reader is to know nothing."""

SET: Final = frozenset({"set_config", ENTER})
"""Functions that change who reads: no statement of an organisation may call them."""

_SAYING: Final = {**SYSTEM, "says_who_reads": True}
_ENTER: Final = f"SELECT {ENTER}(%(organisation)s, %(worker)s, %(staff)s, %(manages)s, %(today)s)"
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


def begin(connection: Connection) -> None:
    """Note that a transaction begins: it is nobody's yet, and nothing is said to the database."""
    connection.info.update(reader=None, said=None, entered=False)


def forget(connection: Connection) -> None:
    """Note that a savepoint was given up, and with it what was said since."""
    connection.info.update(said=None, entered=False)


def say(connection: Connection, options: Mapping[str, Any], wanted: For) -> None:
    """Tell PostgreSQL for whom the next statement is, unless it knows."""
    if options.get("says_who_reads") or connection.info.get("said") is wanted:
        return
    reader: Reader | None = connection.info.get("reader")
    if wanted is not For.SYSTEM and reader is not None and not connection.info["entered"]:
        connection.exec_driver_sql(_ENTER, _of(reader), execution_options=_SAYING)
        connection.info.update(entered=True, said=For.READING)
    if connection.info.get("said") is not wanted:
        on = {each.value: "on" if each is wanted else "" for each in (For.SYSTEM, For.CHANGING)}
        connection.exec_driver_sql(_CHANGE, on, execution_options=_SAYING)
        connection.info["said"] = wanted


def _of(reader: Reader) -> dict[str, Any]:
    return {
        "organisation": reader.organisation_id,
        "worker": reader.worker_id,
        "staff": reader.staff_id,
        "manages": reader.manages,
        "today": reader.on,
    }
