"""Rows of what a person is still to be told: raised by what a partner did, closed by who told them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, select, update

from lvws_core.ids import OfferId, OrganisationId, PersonId, Reference, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from portal.people.tell.model import News, ToTell
from portal.people.tell.tables import ToTellRow

_MOST = 50


def raise_one(session: Session, each: ToTell, owner_id: OrganisationId) -> None:
    """Store what is to be told, in the place of anything older about the same offer."""
    # A partner's act, as a rule, and a row of whoever asked: the portal writes it and not the one who acts.
    session.execute(
        update(ToTellRow)
        .where(col(ToTellRow.offer_id) == each.offer_id, col(ToTellRow.closed_at).is_(None))
        .values(closed_at=utc(each.raised_at))
        .execution_options(**SYSTEM, synchronize_session=False)
    )
    values = {
        "id": each.id,
        "owner_organisation_id": owner_id,
        "person_id": each.person_id,
        "offer_id": each.offer_id,
        "offer_reference": each.offer_reference,
        "organisation_id": each.organisation_id,
        "news": each.news.value,
        "raised_at": utc(each.raised_at),
        "due_at": utc(each.due_at),
    }
    session.execute(insert(ToTellRow).values(**values).execution_options(**SYSTEM))


def of_person(session: Session, person_id: PersonId) -> tuple[ToTell, ...]:
    """Give what a person is still to be told, what is due first before the rest."""
    rows = session.exec(
        select(ToTellRow)
        .where(ToTellRow.person_id == person_id, col(ToTellRow.closed_at).is_(None))
        .order_by(col(ToTellRow.due_at), col(ToTellRow.id))
        .limit(_MOST)
    )
    return tuple(_to_tell(row) for row in rows)


def of_team(session: Session, owner_id: OrganisationId, most: int = _MOST) -> tuple[ToTell, ...]:
    """Give what an organisation still has to tell its people, what is due first before the rest."""
    rows = session.exec(
        select(ToTellRow)
        .where(ToTellRow.owner_organisation_id == owner_id, col(ToTellRow.closed_at).is_(None))
        .order_by(col(ToTellRow.due_at), col(ToTellRow.id))
        .limit(most)
    )
    return tuple(_to_tell(row) for row in rows)


def of_people(session: Session, owner_id: OrganisationId, people: Collection[PersonId]) -> tuple[ToTell, ...]:
    """Give what an organisation still has to tell these people, what is due first before the rest."""
    rows = session.exec(
        select(ToTellRow)
        .where(
            ToTellRow.owner_organisation_id == owner_id,
            col(ToTellRow.person_id).in_(people),
            col(ToTellRow.closed_at).is_(None),
        )
        .order_by(col(ToTellRow.due_at), col(ToTellRow.id))
        .limit(_MOST * max(len(people), 1))
    )
    return tuple(_to_tell(row) for row in rows)


def close(session: Session, row_id: UUID, person_id: PersonId, *, by: UserId, at: datetime) -> bool:
    """Close what somebody has told a person; False where it is not open, or not this person's."""
    result = session.exec(
        update(ToTellRow)
        .where(col(ToTellRow.id) == row_id, col(ToTellRow.person_id) == person_id, col(ToTellRow.closed_at).is_(None))
        .values(closed_at=utc(at), told_by=by)
    )
    return bool(result.rowcount)


def _to_tell(row: ToTellRow) -> ToTell:
    return ToTell(
        id=row.id,
        person_id=PersonId(row.person_id),
        offer_id=OfferId(row.offer_id),
        offer_reference=Reference(row.offer_reference),
        organisation_id=OrganisationId(row.organisation_id),
        news=News(row.news),
        raised_at=utc(row.raised_at),
        due_at=utc(row.due_at),
    )
