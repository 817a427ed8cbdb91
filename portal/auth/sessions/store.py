"""Open sessions in the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import Session as Session
from sqlmodel import col, select

from lvws_core.actors import Role
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.model import SESSION_LIMITS, SessionTimes, is_over, works_at_shared_desk
from portal.auth.sessions.model import Ended, OpenSession
from portal.auth.tables import SignedInSession, User

_COLUMNS = (
    *(SignedInSession.id_hash, SignedInSession.user_id, SignedInSession.created_at, SignedInSession.seen_at),
    *(SignedInSession.device, User.display_name, User.roles, User.shared_desk),
)


def of_account(session: Session, user_id: UserId, now: datetime) -> tuple[OpenSession, ...]:
    """Give the sessions of an account that are open, the one used last first, in one statement."""
    return _open(session, col(SignedInSession.user_id) == user_id, now)


def of_organisation(session: Session, organisation_id: OrganisationId, now: datetime) -> tuple[OpenSession, ...]:
    """Give the sessions of an organisation's accounts that are open, the one used last first, in one statement."""
    return _open(session, col(User.organisation_id) == organisation_id, now)


def _open(session: Session, whose: ColumnElement[bool], now: datetime) -> tuple[OpenSession, ...]:
    statement = (
        select(*_COLUMNS)  # type: ignore[call-overload]  # SQLModel types up to four columns
        .join(User, col(User.id) == col(SignedInSession.user_id))
        .where(whose, col(SignedInSession.ended_at).is_(None))
        .where(col(SignedInSession.created_at) > utc(now - SESSION_LIMITS.absolute), col(User.disabled_at).is_(None))
        .order_by(col(SignedInSession.seen_at).desc(), col(SignedInSession.id_hash))
    )
    rows = session.exec(statement, execution_options=SYSTEM).all()
    return tuple(_value(row) for row in rows if not _is_over(row, now))


def _is_over(row: Any, now: datetime) -> bool:
    times = SessionTimes(created_at=utc(row.created_at), seen_at=utc(row.seen_at))
    desk = works_at_shared_desk(frozenset(Role(key) for key in row.roles.split()), wished=row.shared_desk)
    return is_over(times, now, at_shared_desk=desk)


def _value(row: Any) -> OpenSession:
    return OpenSession(
        id_hash=row.id_hash,
        user_id=UserId(row.user_id),
        name=row.display_name,
        began_at=utc(row.created_at),
        seen_at=utc(row.seen_at),
        device=row.device,
    )


def hold(session: Session, user_id: UserId) -> None:
    """Let nobody else begin a session of an account until the transaction ends: four at one moment are three too."""
    mine = select(User.id).where(col(User.id) == user_id).with_for_update()
    session.exec(mine, execution_options=SYSTEM).all()


def end(session: Session, mine: Iterable[OpenSession], why: Ended, now: datetime) -> int:
    """End sessions that have not ended yet, and give how many."""
    which = col(SignedInSession.id_hash).in_([each.id_hash for each in mine])
    statement = (
        update(SignedInSession)
        .where(which, col(SignedInSession.ended_at).is_(None))
        .values(ended_at=now, ended_why=why.value)
        .execution_options(synchronize_session=False)
    )
    done: Any = session.execute(statement, execution_options=SYSTEM)
    return int(done.rowcount)


def why_ended(session: Session, id_hash: bytes) -> Ended | None:
    """Give why a session ended, None for an unknown one, one that is open, and one that signed out."""
    mine = select(SignedInSession.ended_why).where(col(SignedInSession.id_hash) == id_hash)
    found = session.exec(mine, execution_options=SYSTEM).first()
    return Ended(found) if found else None
