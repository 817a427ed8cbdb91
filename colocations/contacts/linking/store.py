"""With whom an author had a contact lately: ids and moments, nothing sealed is opened."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from colocations.contacts.tables import ContactRow
from lvws_core.ids import PersonId, UserId
from lvws_core.times import utc


def met_by(session: Session, author_id: UserId, *, since: datetime, most: int) -> dict[PersonId, datetime]:
    """Give with whom an author had a contact since a moment (aware), and the last time (UTC), the latest first."""
    person, at = col(ContactRow.person_id), col(ContactRow.at)
    last = func.max(at)
    rows = session.execute(
        select(person, last)
        .where(col(ContactRow.author_id) == author_id, at >= utc(since), person.is_not(None))
        .group_by(person)
        .order_by(last.desc(), person)
        .limit(most)
    )
    return {PersonId(person_id): utc(met_at) for person_id, met_at in rows}
