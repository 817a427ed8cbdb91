"""Submissions: a form sent twice has one effect and the same answer (assurance P14, I13)."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from portal.auth.tables import Submission
from portal.database import SYSTEM


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
