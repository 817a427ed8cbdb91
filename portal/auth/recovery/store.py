"""Recovery codes in the database: every statement is the system's own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.recovery.tables import RecoveryCodeRow

_PLAIN = {**SYSTEM, "synchronize_session": False}


def put(session: Session, user_id: UserId, hashes: Iterable[bytes], now: datetime) -> None:
    """Store the codes of an account in place of those before."""
    forget(session, user_id)
    rows = [{"code_hash": each, "user_id": user_id, "made_at": utc(now)} for each in hashes]
    session.execute(insert(RecoveryCodeRow).values(rows), execution_options=SYSTEM)


def use(session: Session, user_id: UserId, code_hash: bytes, now: datetime) -> bool:
    """Use a code up; False if the account has none like it, or it was used. Of two at once, one wins."""
    mine = (
        col(RecoveryCodeRow.code_hash) == code_hash,
        col(RecoveryCodeRow.user_id) == user_id,
        col(RecoveryCodeRow.used_at).is_(None),
    )
    used: Any = session.execute(update(RecoveryCodeRow).where(*mine).values(used_at=utc(now)), execution_options=_PLAIN)
    return int(used.rowcount) == 1


def left(session: Session, user_id: UserId) -> int:
    """Give how many codes of an account are unused."""
    unused = (col(RecoveryCodeRow.user_id) == user_id, col(RecoveryCodeRow.used_at).is_(None))
    return int(session.execute(select(func.count()).where(*unused), execution_options=SYSTEM).scalar_one())


def forget(session: Session, user_id: UserId) -> None:
    """Let no code of an account work any more."""
    session.execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.user_id) == user_id), execution_options=_PLAIN)
