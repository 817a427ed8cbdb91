"""Rows of what people were told: every one kept, the newest of a topic counts."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.times import utc
from portal.people.told.model import Answer, Said, Topic
from portal.people.told.tables import ToldAboutRow

_MOST = 200


def add(
    session: Session, said: Said, *, row_id: UUID, person_id: PersonId, owner_id: OrganisationId, at: datetime
) -> None:
    """Store what a person was told and said."""
    session.add(
        ToldAboutRow(
            id=row_id,
            owner_organisation_id=owner_id,
            person_id=person_id,
            topic=said.topic.value,
            answer=said.answer.value,
            told_on=said.told_on,
            recorded_at=utc(at),
            recorded_by=said.by,
        )
    )
    session.flush()


def of_person(session: Session, person_id: PersonId) -> tuple[Said, ...]:
    """Give everything that a person was told, what was recorded last first, at most two hundred."""
    rows = session.exec(
        select(ToldAboutRow)
        .where(ToldAboutRow.person_id == person_id)
        .order_by(col(ToldAboutRow.recorded_at).desc(), col(ToldAboutRow.id).desc())
        .limit(_MOST)
    )
    return tuple(
        Said(topic=Topic(row.topic), answer=Answer(row.answer), told_on=row.told_on, by=UserId(row.recorded_by))
        for row in rows
    )


def newest(session: Session, person_id: PersonId) -> tuple[Said, ...]:
    """Give what was recorded last of each topic."""
    found: dict[Topic, Said] = {}
    for said in of_person(session, person_id):
        found.setdefault(said.topic, said)
    return tuple(found.values())
