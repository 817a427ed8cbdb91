"""Caseloads in the database: counted by worker over open cases alone, by the index of the open ones.

What the reader may not know of is counted all the same: such statements are the system's own, and name nobody.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.ids import OrganisationId, Reference, UserId
from lvws_core.ports import SYSTEM
from lvws_core.referrals import ClockKind
from lvws_core.times import utc
from lvws_core.vocabulary import DomesticAbuseLevel
from partners.offers.tables import OfferRow
from portal.auth.tables import User
from portal.caseload.day.store import under_way, without_case
from portal.caseload.load.model import LeftCase, Waiting, Weight, weight_of
from portal.intake.tables import CaseRow
from portal.people.team.tables import CaseTeamRow
from portal.people.tell.tables import ToTellRow

MOST = 100
"""Up to how many of what waits are counted: a list, and no census of everything."""

_OURS = sorted(kind.value for kind in (ClockKind.ANSWER, ClockKind.LOOP, ClockKind.WAITING_REVIEW))


def cases_by_weight(session: Session, owner_id: OrganisationId) -> Mapping[UserId, Mapping[Weight, int]]:
    """Give how many open cases of each weight every worker has, whoever's account is closed included."""
    weight = _weight()
    rows = session.execute(
        select(col(CaseRow.allocated_to), weight, func.count())
        .where(_is_open(owner_id), col(CaseRow.allocated_to).is_not(None))
        .group_by(col(CaseRow.allocated_to), weight),
        execution_options=SYSTEM,
    )
    found: dict[UserId, dict[Weight, int]] = {}
    for worker, key, number in rows:
        found.setdefault(UserId(worker), {})[Weight(key)] = int(number)
    return found


def number_of(session: Session, worker_id: UserId) -> int:
    """Give how many open cases a worker has, in a session of the system."""
    open_ones = (col(CaseRow.allocated_to) == worker_id, col(CaseRow.closed_on).is_(None))
    return int(session.execute(select(func.count()).select_from(CaseRow).where(*open_ones)).scalar_one())


def _weight() -> ColumnElement[str]:
    level = col(CaseRow.da_level)
    enhanced = or_(level.is_not(None), col(CaseRow.epr).is_(True))
    return case(
        (level == DomesticAbuseLevel.HIGH.value, Weight.HIGH.value),
        (enhanced, Weight.ENHANCED.value),
        else_=Weight.OTHER.value,
    )


def _is_open(owner_id: OrganisationId) -> ColumnElement[bool]:
    return (col(CaseRow.owner_organisation_id) == owner_id) & col(CaseRow.closed_on).is_(None)


def late_by_worker(session: Session, owner_id: OrganisationId, now: datetime) -> Mapping[UserId, int]:
    """Give how many replies, acknowledgements and news are late, by whoever answers for the person.

    That is the worker of their open case, and of those without one the key worker.
    """
    ours = (col(OfferRow.owner_organisation_id) == owner_id, col(OfferRow.due_kind).in_(_OURS))
    clocks = (*ours, col(OfferRow.due_at) <= utc(now))
    open_news = (col(ToTellRow.owner_organisation_id) == owner_id, col(ToTellRow.closed_at).is_(None))
    untold = (*open_news, col(ToTellRow.due_at) <= utc(now))
    found: dict[UserId, int] = {}
    for statement, whose in ((_late(owner_id), CaseRow.person_id), (_key_workers(owner_id), CaseTeamRow.person_id)):
        offers = statement.join(OfferRow, col(OfferRow.person_id) == col(whose)).where(*clocks)
        news = statement.join(ToTellRow, col(ToTellRow.person_id) == col(whose)).where(*untold)
        for counted in (offers, news):
            for worker, number in session.execute(counted, execution_options=SYSTEM):
                found[UserId(worker)] = found.get(UserId(worker), 0) + int(number)
    return found


def people_by_worker(session: Session, owner_id: OrganisationId) -> Mapping[UserId, int]:
    """Give how many people without an open case every key worker has of whom there is something to do."""
    whose = _key_workers(owner_id).where(under_way())
    return {UserId(worker): int(number) for worker, number in session.execute(whose, execution_options=SYSTEM)}


def _key_workers(owner_id: OrganisationId) -> Select[UUID, int]:
    worker = col(CaseTeamRow.user_id)
    return (
        select(worker, func.count())
        .select_from(CaseTeamRow)
        .join(User, col(User.id) == worker)
        .where(without_case(owner_id))
        .group_by(worker)
    )


def _late(owner_id: OrganisationId) -> Select[UUID | None, int]:
    worker = col(CaseRow.allocated_to)
    return (
        select(worker, func.count())
        .select_from(CaseRow)
        .where(_is_open(owner_id), worker.is_not(None))
        .group_by(worker)
    )


def unallocated(session: Session, owner_id: OrganisationId) -> Waiting:
    """Give how many open cases have no worker yet, and since when the longest waits."""
    rows = session.execute(
        select(col(CaseRow.created_at))
        .where(_is_open(owner_id), col(CaseRow.allocated_to).is_(None))
        .order_by(col(CaseRow.created_at))
        .limit(MOST)
    )
    return _waiting(rows.scalars().all())


def waiting_lists(session: Session, owner_id: OrganisationId) -> Waiting:
    """Give how many wait on a partner's list, and when the first of them is to be looked at again."""
    rows = session.execute(
        select(col(OfferRow.due_at))
        .where(
            col(OfferRow.owner_organisation_id) == owner_id,
            col(OfferRow.due_at).is_not(None),
            col(OfferRow.due_kind) == ClockKind.WAITING_REVIEW.value,
        )
        .order_by(col(OfferRow.due_at))
        .limit(MOST)
    )
    return _waiting(rows.scalars().all())


def _waiting(moments: Any) -> Waiting:
    return Waiting(number=len(moments), since=utc(moments[0]) if moments else None)


def left_cases(session: Session, owner_id: OrganisationId) -> tuple[LeftCase, ...]:
    """Give the open cases whose worker's account is closed, the oldest first, at most a hundred.

    It follows from the account alone: nobody has to mark anything, and it is so in the same instant.
    """
    closed = select(User.id).where(User.organisation_id == owner_id, col(User.disabled_at).is_not(None))  # type: ignore[call-overload]
    rows = session.execute(
        select(CaseRow.reference, CaseRow.allocated_to, CaseRow.da_level, CaseRow.epr, CaseRow.created_at)  # type: ignore[call-overload]
        .where(_is_open(owner_id), col(CaseRow.allocated_to).in_(closed))
        .order_by(col(CaseRow.created_at), col(CaseRow.id))
        .limit(MOST)
    )
    return tuple(
        LeftCase(
            reference=Reference(row.reference),
            worker_id=UserId(row.allocated_to),
            weight=weight_of(row.da_level and DomesticAbuseLevel(row.da_level), is_epr=row.epr),
            since=utc(row.created_at),
        )
        for row in rows
    )
