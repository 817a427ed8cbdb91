"""A session that goes on under another id."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ports import SYSTEM
from portal.auth.tables import SignedInSession


def renew(session: Session, id_hash: bytes, new_hash: bytes, now: datetime) -> bool:
    """Let a session that has not ended go on under a new id, its owner shown now; False if it has ended meanwhile.

    Nothing else changes, so that its longest life is not made longer.
    """
    statement = (
        update(SignedInSession)
        .where(col(SignedInSession.id_hash) == id_hash, col(SignedInSession.ended_at).is_(None))
        .values(id_hash=new_hash, proved_at=now, seen_at=now)
        .execution_options(synchronize_session=False)
    )
    done: Any = session.execute(statement, execution_options=SYSTEM)
    return int(done.rowcount) == 1
