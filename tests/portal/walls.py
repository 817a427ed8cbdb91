"""Switches for the two walls around rows, so that each is shown to hold alone; the portal itself has none.

Without the gate a session adds no criteria and refuses nothing; what it says to PostgreSQL stays. Without row
security the portal connects as a role that passes it (`tests.postgres.wall_off`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session

from portal import database
from portal.database import SYSTEM, GatedSession


@contextmanager
def gate_off() -> Iterator[None]:
    """Let every session of this process pass without the gate while the block runs."""
    listening = {
        "do_orm_execute": (database._gate, _pass),
        "before_flush": (database._before_flush, _flush),
        "detached_to_persistent": (database._refuse_unread, lambda *_: None),
    }
    for name, (gate, open_) in listening.items():
        event.remove(GatedSession, name, gate)
        event.listen(GatedSession, name, open_)
    try:
        yield
    finally:
        for name, (gate, open_) in listening.items():
            event.remove(GatedSession, name, open_)
            event.listen(GatedSession, name, gate)


def _pass(state: ORMExecuteState) -> None:
    is_system = state.session.info["scope"].organisation_id is None or state.execution_options.get("system")
    changing = state.is_update or state.is_delete or state.is_insert
    state.update_execution_options(**(SYSTEM if is_system else {"through_gate": True, "changing": changing}))


def _flush(session: Session, *_: Any) -> None:
    session.connection().info["flushing"] = True
