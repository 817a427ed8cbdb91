"""Duty in the database: who is there now, and what comes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlmodel import Session as Session
from sqlmodel import col

from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.times import utc
from notifications.duty.model import Duty
from notifications.duty.tables import DutyRow


def on_duty(session: Session, organisation_ids: Collection[OrganisationId], at: datetime) -> frozenset[UserId]:
    """Give who of these organisations is on duty at a moment, in one statement."""
    found = session.execute(
        select(col(DutyRow.user_id)).where(
            col(DutyRow.owner_organisation_id).in_(organisation_ids),
            col(DutyRow.starts_at) <= utc(at),
            col(DutyRow.ends_at) > utc(at),
        ),
        execution_options=SYSTEM,
    )
    return frozenset(UserId(each) for each in found.scalars())


def phones(
    session: Session, organisation_ids: Collection[OrganisationId], at: datetime
) -> Mapping[OrganisationId, tuple[str, ...]]:
    """Give on which telephones the people on duty of each organisation are reached at a moment, in one statement."""
    found: dict[OrganisationId, tuple[str, ...]] = {}
    for each in still_to_end(session, organisation_ids, at):
        if each.phone and each.runs_at(at):
            found[each.organisation_id] = (*found.get(each.organisation_id, ()), each.phone)
    return found


def is_on_duty(user_id: UserId, organisation_id: OrganisationId, at: datetime) -> ColumnElement[bool]:
    """Give the condition that somebody is on duty for their team at a moment, for a statement that asks more."""
    return (
        select(col(DutyRow.id))
        .where(
            col(DutyRow.owner_organisation_id) == organisation_id,
            col(DutyRow.user_id) == user_id,
            col(DutyRow.starts_at) <= utc(at),
            col(DutyRow.ends_at) > utc(at),
        )
        .exists()
    )


def still_to_end(session: Session, organisation_ids: Collection[OrganisationId], at: datetime) -> tuple[Duty, ...]:
    """Give what runs at a moment or comes after it, the soonest first, for whoever answers for these teams."""
    columns = (
        *(DutyRow.id, DutyRow.owner_organisation_id, DutyRow.user_id),
        *(DutyRow.starts_at, DutyRow.ends_at, DutyRow.phone),
    )
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .where(col(DutyRow.owner_organisation_id).in_(organisation_ids), col(DutyRow.ends_at) > utc(at))
        .order_by(col(DutyRow.starts_at), col(DutyRow.id)),
        execution_options=SYSTEM,
    )
    return tuple(
        Duty(
            id=row.id,
            organisation_id=OrganisationId(row.owner_organisation_id),
            user_id=UserId(row.user_id),
            starts_at=utc(row.starts_at),
            ends_at=utc(row.ends_at),
            phone=row.phone or "",
        )
        for row in rows
    )


def add(session: Session, duty: Duty) -> None:
    """Store a time of duty of the own organisation."""
    session.add(
        DutyRow(
            id=duty.id,
            owner_organisation_id=duty.organisation_id,
            user_id=duty.user_id,
            starts_at=utc(duty.starts_at),
            ends_at=utc(duty.ends_at),
            phone=duty.phone or None,
        )
    )
    session.flush()


def remove(session: Session, duty_id: UUID) -> None:
    """Delete a time of duty of the own organisation.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    done: Any = session.execute(delete(DutyRow).where(col(DutyRow.id) == duty_id))
    if not done.rowcount:
        raise Missing
