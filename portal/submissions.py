"""Submissions: a form sent twice has one effect and the same answer (assurance P14, I13)."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select, tuple_, update
from sqlmodel import Session, col

from lvws_core.desk import Desk
from lvws_core.times import utc
from portal.auth.tables import Submission
from portal.database import SYSTEM

KEPT: Final = timedelta(days=7)
"""How long a key is remembered: no form is sent a second time after that. Source: assurance P14."""

BATCH: Final = 500
"""How many keys one transaction deletes."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A form as it came: who sent it, its key, the hash of address and body, when."""

    user_id: UUID
    key: str
    body_hash: bytes
    at: datetime


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a form with this key was answered before: the hash of what it said and where it led."""

    body_hash: bytes
    location: str


def answer_of(session: Session, sent: Sent) -> Answer | None:
    """Give the answer to the same key, if it was sent before."""
    found = session.execute(
        select(Submission.body_hash, Submission.location)  # type: ignore[call-overload]
        .where(col(Submission.user_id) == sent.user_id, col(Submission.key) == sent.key)
        .execution_options(**SYSTEM)
    ).first()
    return Answer(body_hash=found.body_hash, location=found.location) if found is not None else None


def reserve(session: Session, sent: Sent) -> None:
    """Take the key, so that a second form with it waits for this one.

    Raises:
        IntegrityError: It was taken at the same moment.
    """
    values = {**msgspec.structs.asdict(sent), "location": ""}
    session.execute(insert(Submission).values(**values).execution_options(**SYSTEM))


def keep_answer(session: Session, sent: Sent, location: str) -> None:
    """Store where the form led, with its effect."""
    session.execute(
        update(Submission)
        .where(col(Submission.user_id) == sent.user_id, col(Submission.key) == sent.key)
        .values(location=location)
        .execution_options(**SYSTEM)
    )


def release(session: Session, sent: Sent) -> None:
    """Free the key of a form that had no effect because it came back with mistakes."""
    session.execute(
        delete(Submission)
        .where(col(Submission.user_id) == sent.user_id, col(Submission.key) == sent.key)
        .execution_options(**SYSTEM)
    )


def delete_old_submissions(desk: Desk[Session], *, most: int = BATCH) -> tuple[str, ...]:
    """Delete the keys of forms that were sent longer ago than `KEPT`, at most `most` of them; give which.

    Nothing of it is recorded: a key stands for no act of its own, and its effect has its own entry.

    Source: assurance P14.
    """
    key = (col(Submission.user_id), col(Submission.key))
    old = select(*key).where(col(Submission.at) < utc(desk.now - KEPT)).order_by(col(Submission.at)).limit(most)
    gone = delete(Submission).where(tuple_(*key).in_(old)).returning(col(Submission.key))
    return tuple(desk.session.execute(gone.execution_options(**SYSTEM)).scalars())
