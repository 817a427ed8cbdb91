"""What accounts opened: how much in an hour, counted in one statement, and what in a week, from the audit's index."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import func
from sqlmodel import Session as Session  # given on to the jobs, which name no framework
from sqlmodel import col, insert, or_, select

from lvws_core.actors import Actor
from lvws_core.ids import OrganisationId, PersonId, UserId
from lvws_core.ports import SYSTEM
from lvws_core.referrals import LIVE
from lvws_core.times import utc
from partners.offers.tables import OfferRow
from portal.audit.tables import Entry
from portal.auth.tables import User
from portal.intake.tables import CaseRow
from portal.limits.model import COUNTED
from portal.reviews.access.tables import AccessWeekRow

_LIVE = sorted(status.value for status in LIVE)


def opened_since(session: Session, actor: Actor, since: datetime) -> int:
    """Give how many records an account opened after a moment, those that it works on left out.

    Those are its own open cases with their people, and the open offers that came to its team.
    """
    seen = (
        select(col(Entry.subject_id).label("id"))
        .where(Entry.actor_id == actor.id, Entry.at > utc(since), col(Entry.kind).in_(COUNTED))
        .distinct()
        .subquery()
    )
    own_case = select(CaseRow.id).where(
        CaseRow.allocated_to == actor.id,
        col(CaseRow.closed_on).is_(None),
        or_(col(CaseRow.id) == seen.c.id, col(CaseRow.person_id) == seen.c.id),
    )
    open_offer = select(OfferRow.id).where(
        col(OfferRow.id) == seen.c.id,
        OfferRow.partner_organisation_id == actor.organisation_id,
        col(OfferRow.status).in_(_LIVE),
    )
    counted = select(func.count()).select_from(seen).where(~own_case.exists(), ~open_offer.exists())
    return session.exec(counted, execution_options=SYSTEM).one()


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """That an account opened a record, first at `at` (aware UTC); `record` is its kind ("person", "offer", "case")."""

    staff_id: UserId
    organisation_id: OrganisationId
    record: str
    record_id: UUID
    at: datetime


def opened_between(session: Session, since: datetime, until: datetime) -> Iterator[Opened]:
    """Give each record that each account opened from one moment until before another, account by account."""
    for staff_id, organisation_id in session.exec(
        select(User.id, User.organisation_id), execution_options=SYSTEM
    ).all():
        rows = session.exec(
            select(col(Entry.kind), col(Entry.subject_id), func.min(col(Entry.at)))
            .where(
                Entry.actor_id == staff_id,
                Entry.at >= utc(since),
                Entry.at < utc(until),
                col(Entry.kind).in_(COUNTED),
            )
            .group_by(col(Entry.kind), col(Entry.subject_id)),
            execution_options=SYSTEM,
        ).all()
        for kind, record_id, at in rows:
            yield Opened(
                staff_id=UserId(staff_id),
                organisation_id=OrganisationId(organisation_id),
                record=kind.partition(".")[0],
                record_id=record_id,
                at=utc(at),
            )


def person_of(session: Session, opened: Opened) -> PersonId | None:
    """Give whom a record is about, None where nobody knows."""
    if opened.record == "person":
        return PersonId(opened.record_id)
    of_offer = select(OfferRow.person_id).where(OfferRow.id == opened.record_id)
    of_case = select(CaseRow.person_id).where(CaseRow.id == opened.record_id)
    found = session.scalar(of_offer if opened.record == "offer" else of_case, execution_options=SYSTEM)
    return None if found is None else PersonId(found)


def begin_week(session: Session, week: date, at: datetime) -> bool:
    """Write down that the sample of a week is drawn; False where it was before."""
    if session.exec(
        select(col(AccessWeekRow.week)).where(AccessWeekRow.week == week), execution_options=SYSTEM
    ).first():
        return False
    session.exec(insert(AccessWeekRow).values(week=week, drawn_at=utc(at)), execution_options=SYSTEM)
    return True
