"""Calendar feeds in the database: one an account, found by the hash of its token."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.rota.feed.tables import CalendarFeedRow
from lvws_core.ids import OrganisationId, UserId
from lvws_core.times import utc


def made_at(session: Session, worker_id: UserId) -> datetime | None:
    """Give when an account made its feed (aware), None where it has none."""
    wanted = select(col(CalendarFeedRow.made_at)).where(col(CalendarFeedRow.worker_id) == worker_id)
    found = session.execute(wanted).scalar_one_or_none()
    return utc(found) if found is not None else None


def put(session: Session, worker_id: UserId, owner_id: OrganisationId, token: bytes, at: datetime) -> None:
    """Store the feed of an account by the hash of its token; the one before is gone."""
    remove(session, worker_id)
    row = CalendarFeedRow(worker_id=worker_id, owner_organisation_id=owner_id, token_hash=token, made_at=utc(at))
    session.add(row)
    session.flush()


def remove(session: Session, worker_id: UserId) -> bool:
    """Delete the feed of an account; False where it had none."""
    gone: Any = session.execute(
        delete(CalendarFeedRow)
        .where(col(CalendarFeedRow.worker_id) == worker_id)
        .execution_options(synchronize_session=False)
    )
    return bool(gone.rowcount)


def whose(session: Session, token: bytes) -> UserId | None:
    """Give whose feed has this hash, None where there is none; in a session of the system, one look in an index."""
    found = session.execute(
        select(col(CalendarFeedRow.worker_id)).where(col(CalendarFeedRow.token_hash) == token)
    ).scalar_one_or_none()
    return UserId(found) if found is not None else None
