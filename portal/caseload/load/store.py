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
from portal.caseload.load.model import LeftCase, Waiting, Weight, weight_of
from portal.intake.tables import CaseRow
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
    """Give how many replies, acknowledgements and news are late, by the worker of the person's open case."""
    offers = _late(owner_id).join(OfferRow, col(OfferRow.person_id) == col(CaseRow.person_id))
    clocks = offers.where(
        col(OfferRow.owner_organisation_id) == owner_id,
        col(OfferRow.due_at) <= utc(now),
        col(OfferRow.due_kind).in_(_OURS),
    )
    news = _late(owner_id).join(ToTellRow, col(ToTellRow.person_id) == col(CaseRow.person_id))
    untold = news.where(
        col(ToTellRow.owner_organisation_id) == owner_id,
        col(ToTellRow.closed_at).is_(None),
        col(ToTellRow.due_at) <= utc(now),
    )
    found: dict[UserId, int] = {}
    for statement in (clocks, untold):
        for worker, number in session.execute(statement, execution_options=SYSTEM):
            found[UserId(worker)] = found.get(UserId(worker), 0) + int(number)
    return found


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
