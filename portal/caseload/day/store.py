"""What the day of a worker is made of: clear columns by person, whatever the number of cases, in few statements.

Nothing sealed is opened here; the service opens the safe-contact plans of those who are to be reached.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.actors import Role
from lvws_core.ids import OrganisationId, PersonId, Reference, UserId
from lvws_core.referrals import LIVE, ClockKind, Offer, OfferStatus
from lvws_core.times import utc
from partners.offers.returned.store import held_elsewhere
from partners.offers.tables import OfferRow
from portal.auth.tables import User
from portal.caseload.day.model import Held, OfferDue
from portal.intake.tables import CaseRow
from portal.people.tables import PersonRow
from portal.people.team.model import JoinReason
from portal.people.team.tables import CaseTeamRow
from portal.people.tell.tables import ToTellRow

MOST = 500
"""How many cases, and how many people without one, a day is made of; the longest held come first."""

_LIVE = sorted(status.value for status in LIVE)


def cases_of(session: Session, owner_id: OrganisationId, workers: Collection[UserId]) -> tuple[Held, ...]:
    """Give the open cases of these workers, the oldest first, in one statement."""
    columns = (
        *(CaseRow.reference, CaseRow.person_id, CaseRow.allocated_to, CaseRow.created_at, CaseRow.take_up),
        *(CaseRow.taken_up, CaseRow.da_level, PersonRow.created_at.label("added_at")),  # type: ignore[attr-defined]
        *(PersonRow.reference.label("person"), ~_newer_case().label("leads")),  # type: ignore[attr-defined]
    )
    rows = session.execute(
        select(*columns)  # type: ignore[call-overload]
        .outerjoin(PersonRow, col(PersonRow.id) == col(CaseRow.person_id))
        .where(
            col(CaseRow.owner_organisation_id) == owner_id,
            col(CaseRow.allocated_to).in_(workers),
            col(CaseRow.closed_on).is_(None),
        )
        .order_by(col(CaseRow.created_at), col(CaseRow.id))
        .limit(MOST)
    )
    return tuple(
        Held(
            worker_id=UserId(row.allocated_to),
            person_id=PersonId(row.person_id) if row.person is not None else None,
            person=row.person and Reference(row.person),
            since=utc(row.added_at or row.created_at),
            case=Reference(row.reference),
            leads=bool(row.leads),
            answered=row.take_up is not None,
            supported=bool(row.taken_up),
            domestic_abuse=row.da_level is not None,
        )
        for row in rows
    )


def _newer_case() -> ColumnElement[bool]:
    other = aliased(CaseRow)
    newer = or_(
        col(other.created_at) > col(CaseRow.created_at),
        and_(col(other.created_at) == col(CaseRow.created_at), col(other.id) > col(CaseRow.id)),
    )
    has_worker = and_(col(other.allocated_to).is_not(None), col(other.closed_on).is_(None))
    return exists().where(col(other.person_id) == col(CaseRow.person_id), has_worker, newer)


def people_of(session: Session, owner_id: OrganisationId, workers: Collection[UserId]) -> tuple[Held, ...]:
    """Give those without an open case whose key worker is one of these, as far as something is under way.

    The key worker is whoever works with the person and has done so for longest, of those whose account is
    open. Whose account is closed is one only while nobody else's on the team is open. Under way is an offer
    or news to tell, and whatever of somebody for whom nothing was begun yet: nobody may be forgotten.
    """
    rows = session.execute(
        select(CaseTeamRow.user_id, PersonRow.id, PersonRow.reference, PersonRow.created_at)  # type: ignore[call-overload]
        .join(PersonRow, col(PersonRow.id) == col(CaseTeamRow.person_id))
        .join(User, col(User.id) == col(CaseTeamRow.user_id))
        .where(without_case(owner_id), col(CaseTeamRow.user_id).in_(workers), under_way())
        .order_by(col(PersonRow.created_at), col(PersonRow.id))
        .limit(MOST)
    )
    return tuple(
        Held(
            worker_id=UserId(row.user_id),
            person_id=PersonId(row.id),
            person=Reference(row.reference),
            since=utc(row.created_at),
        )
        for row in rows
    )


def without_case(owner_id: OrganisationId) -> ColumnElement[bool]:
    """Give what makes a row of a case team the key worker of somebody without an open case; `User` is joined to it."""
    return and_(
        col(CaseTeamRow.owner_organisation_id) == owner_id,
        col(CaseTeamRow.left_at).is_(None),
        col(CaseTeamRow.reason) == JoinReason.KEY_WORKER.value,
        ~_open_case(),
        ~_somebody_before(),
    )


def under_way() -> ColumnElement[bool]:
    """Give what makes somebody of a row of a case team one of whom there is something to do."""
    return or_(_has_offer(), _has_news(), ~or_(_had_offer(), _had_case()))


def _open_case() -> ColumnElement[bool]:
    return exists().where(
        col(CaseRow.person_id) == col(CaseTeamRow.person_id),
        col(CaseRow.allocated_to).is_not(None),
        col(CaseRow.closed_on).is_(None),
    )


def _somebody_before() -> ColumnElement[bool]:
    other, colleague = aliased(CaseTeamRow), aliased(User)
    is_closed, theirs_is_closed = col(User.disabled_at).is_not(None), col(colleague.disabled_at).is_not(None)
    longer = or_(
        col(other.joined_at) < col(CaseTeamRow.joined_at),
        and_(col(other.joined_at) == col(CaseTeamRow.joined_at), col(other.id) < col(CaseTeamRow.id)),
    )
    return exists().where(
        col(other.person_id) == col(CaseTeamRow.person_id),
        col(other.left_at).is_(None),
        col(other.reason) == JoinReason.KEY_WORKER.value,
        col(colleague.id) == col(other.user_id),
        col(colleague.roles) != Role.INTAKE_WORKER.value,  # who takes people in does not go on with them
        or_(and_(is_closed, ~theirs_is_closed), and_(is_closed == theirs_is_closed, longer)),
    )


def _had_offer() -> ColumnElement[bool]:
    return exists().where(col(OfferRow.person_id) == col(CaseTeamRow.person_id))


def _had_case() -> ColumnElement[bool]:
    return exists().where(col(CaseRow.person_id) == col(CaseTeamRow.person_id))


def _has_offer() -> ColumnElement[bool]:
    waits = and_(col(OfferRow.return_key).is_not(None), col(OfferRow.set_aside) == "")
    asks = or_(col(OfferRow.status).in_(_LIVE), col(OfferRow.due_at).is_not(None), waits)
    return exists().where(
        col(OfferRow.person_id) == col(CaseTeamRow.person_id),
        col(OfferRow.owner_organisation_id) == col(CaseTeamRow.owner_organisation_id),
        asks,
    )


def _has_news() -> ColumnElement[bool]:
    return exists().where(col(ToTellRow.person_id) == col(CaseTeamRow.person_id), col(ToTellRow.closed_at).is_(None))


def offers_of(session: Session, owner_id: OrganisationId, people: Collection[PersonId]) -> tuple[OfferDue, ...]:
    """Give the offers about these people on which a clock runs, or that came back and that nobody else has."""
    returned = and_(col(OfferRow.return_key).is_not(None), col(OfferRow.set_aside) == "", ~held_elsewhere())
    columns = (
        *(OfferRow.reference, OfferRow.person_id, OfferRow.organisation_id, OfferRow.status, OfferRow.due_at),
        *(OfferRow.due_kind, OfferRow.request_reference, OfferRow.life, returned.label("returned")),
    )
    rows = session.execute(
        select(*columns).where(  # type: ignore[call-overload]
            col(OfferRow.owner_organisation_id) == owner_id,
            col(OfferRow.person_id).in_(people),
            or_(col(OfferRow.due_at).is_not(None), returned),
        )
    )
    return tuple(_offer(row) for row in rows)


def _offer(row: Any) -> OfferDue:
    ended = msgspec.json.decode(row.life, type=Offer).ended_at if row.returned else None
    return OfferDue(
        reference=Reference(row.reference),
        person_id=PersonId(row.person_id),
        organisation_id=OrganisationId(row.organisation_id),
        status=OfferStatus(row.status),
        due_at=row.due_at and utc(row.due_at),
        clock=row.due_kind and ClockKind(row.due_kind),
        came_back_at=ended and utc(ended),
        request=Reference(row.request_reference) if row.request_reference else None,
    )
