"""Passkeys and challenges in the database: every statement is the system's own, whoever asks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.auth.passkeys.model import CHALLENGE_LIFE, Asked, Passkey
from portal.auth.passkeys.tables import ChallengeRow, PasskeyRow
from portal.auth.tables import User

_COLUMNS = ("id", "user_id", "credential_id", "public_key", "sign_count", "name", "added_at", "used_at")


def issue(session: Session, token_hash: bytes, asked: Asked) -> None:
    """Store a challenge for the next minutes, and forget those that nobody answered."""
    session.execute(
        delete(ChallengeRow).where(col(ChallengeRow.expires_at) <= utc(asked.now)), execution_options=_PLAIN
    )
    values = {"token_hash": token_hash, "purpose": asked.purpose.value, "user_id": asked.user_id}
    made = insert(ChallengeRow).values(**values, expires_at=utc(asked.now + CHALLENGE_LIFE))
    session.execute(made, execution_options=SYSTEM)


def spend(session: Session, token_hash: bytes, asked: Asked) -> bool:
    """Use a challenge up; False if it is unknown, used, too old, or was for something or somebody else.

    Of two answers at once, one finds it.
    """
    mine = (
        col(ChallengeRow.token_hash) == token_hash,
        col(ChallengeRow.purpose) == asked.purpose.value,
        col(ChallengeRow.user_id).is_(None) if asked.user_id is None else col(ChallengeRow.user_id) == asked.user_id,
        col(ChallengeRow.expires_at) > utc(asked.now),
    )
    return _count(session, delete(ChallengeRow).where(*mine)) == 1


def find(session: Session, credential_id: bytes) -> Passkey | None:
    """Give a passkey by the id that its device says, None if it is unknown or its account is closed."""
    row = session.execute(_of_open(col(PasskeyRow.credential_id) == credential_id), execution_options=SYSTEM).first()
    return None if row is None else _passkey(row)


def passkeys_of(session: Session, user_id: UserId) -> tuple[Passkey, ...]:
    """Give the passkeys of an open account, the oldest first, in one statement."""
    mine = _of_open(col(PasskeyRow.user_id) == user_id).order_by(PasskeyRow.added_at, PasskeyRow.id)
    return tuple(_passkey(row) for row in session.execute(mine, execution_options=SYSTEM))


def is_known(session: Session, credential_id: bytes) -> bool:
    """Say whether any account, closed ones included, has this passkey."""
    found = session.execute(
        select(col(PasskeyRow.id)).where(col(PasskeyRow.credential_id) == credential_id), execution_options=SYSTEM
    )
    return found.first() is not None


def add(session: Session, passkey: Passkey) -> None:
    """Store a new passkey."""
    values = {name: getattr(passkey, name) for name in _COLUMNS} | {"added_at": utc(passkey.added_at)}
    session.execute(insert(PasskeyRow).values(**values), execution_options=SYSTEM)


def use(session: Session, passkey: Passkey, sign_count: int, now: datetime) -> bool:
    """Write down that a passkey was used; False if it was removed, or used by somebody else, meanwhile."""
    mine = (col(PasskeyRow.id) == passkey.id, col(PasskeyRow.sign_count) == passkey.sign_count)
    changed = update(PasskeyRow).where(*mine).values(sign_count=sign_count, used_at=utc(now))
    return _count(session, changed) == 1


def remove(session: Session, user_id: UserId, passkey_id: UUID) -> bool:
    """Take a passkey off an account; False if there is none."""
    mine = (col(PasskeyRow.id) == passkey_id, col(PasskeyRow.user_id) == user_id)
    return _count(session, delete(PasskeyRow).where(*mine)) == 1


def remove_all(session: Session, user_id: UserId) -> int:
    """Take every passkey off an account and give their number."""
    return _count(session, delete(PasskeyRow).where(col(PasskeyRow.user_id) == user_id))


_PLAIN = {**SYSTEM, "synchronize_session": False}


def _count(session: Session, statement: Any) -> int:
    changed: Any = session.execute(statement, execution_options=_PLAIN)
    return int(changed.rowcount)


def _of_open(whose: Any) -> Any:
    columns: Any = [*(getattr(PasskeyRow, name) for name in _COLUMNS), User.organisation_id]
    return (
        select(*columns)
        .join(User, col(User.id) == col(PasskeyRow.user_id))
        .where(whose, col(User.disabled_at).is_(None))
    )


def _passkey(row: Any) -> Passkey:
    return Passkey(
        id=row.id,
        user_id=UserId(row.user_id),
        organisation_id=OrganisationId(row.organisation_id),
        credential_id=row.credential_id,
        public_key=row.public_key,
        sign_count=row.sign_count,
        name=row.name,
        added_at=utc(row.added_at),
        used_at=row.used_at and utc(row.used_at),
    )
