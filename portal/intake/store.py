"""Cases in the database: rows to values and back; every query of the slice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select, update
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.ids import CaseId, OfferId, OrganisationId, PersonId, Reference, UserId
from lvws_core.paging import PAGE_SIZE, Page, decode_cursor, encode_cursor, page_of
from lvws_core.reasons import because
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from lvws_core.vocabulary import (
    Borough,
    ClosureReason,
    CrimeCategory,
    DomesticAbuseLevel,
    NeedCategory,
    PoliceForce,
    ReferralSource,
    SupportType,
)
from portal.intake.model import Case, CaseLine
from portal.intake.tables import CaseRow


def add(session: Session, case: Case) -> None:
    """Store a new case."""
    session.add(
        CaseRow(
            id=case.id,
            owner_organisation_id=case.organisation_id,
            reference=case.reference,
            person_id=case.person_id,
            offer_id=case.offer_id,
            source=case.source.value,
            source_organisation_id=case.source_organisation_id,
            force=case.force and case.force.value,
            crime_category=case.crime_category and case.crime_category.value,
            da_level=case.da_level and case.da_level.value,
            source_da_level=case.source_da_level and case.source_da_level.value,
            epr=case.epr,
            source_epr=case.source_epr,
            borough_gss=case.borough.gss,
            age=case.age,
            needs=" ".join(need.value for need in NeedCategory if need in case.needs),
            risk=case.risk and case.risk.value,
            received_on=case.received_on,
            reported_on=case.reported_on,
            taken_up=case.taken_up,
            taken_up_on=case.taken_up_on,
            support_type=case.support_type and case.support_type.value,
            taken_by=case.taken_by,
            allocated_to=case.allocated_to,
            allocated_at=case.allocated_at,
            closed_on=case.closed_on,
            closure_reason=case.closure_reason and case.closure_reason.value,
            created_at=utc(case.created_at),
            policy_version=case.policy_version,
            version=case.version,
        )
    )
    session.flush()


def get(session: Session, reference: Reference) -> Case:
    """Give a case.

    Raises:
        Missing: There is none, or not for this actor.
    """
    row = session.scalars(select(CaseRow).where(col(CaseRow.reference) == reference)).one_or_none()
    if row is None:
        raise Missing
    return _case(row)


def of_offer(session: Session, offer_id: OfferId) -> Case | None:
    """Give the case that began with an offer, None where there is none for this actor."""
    row = session.scalars(select(CaseRow).where(col(CaseRow.offer_id) == offer_id)).one_or_none()
    return None if row is None else _case(row)


def put_person(session: Session, case: Case, person_id: PersonId) -> None:
    """Store who a case is about, if nobody has said so since the case was read.

    Raises:
        Conflict: Somebody was quicker.
    """
    _put(session, case, person_id=person_id)


def put_worker(session: Session, case: Case, worker_id: UserId, *, allocated_at: datetime | None) -> None:
    """Store whose a case is: a caseworker's from an aware instant on, or, without one, who takes it in.

    Raises:
        Conflict: Somebody was quicker.
    """
    if allocated_at is None:
        _put(session, case, taken_by=worker_id)
    else:
        _put(session, case, allocated_to=worker_id, allocated_at=utc(allocated_at))


def _put(session: Session, case: Case, **values: Any) -> None:
    statement = (
        update(CaseRow)
        .where(col(CaseRow.id) == case.id, col(CaseRow.version) == case.version)
        .values(version=case.version + 1, **values)
    )
    if session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))


def cases(session: Session, organisation_id: OrganisationId, cursor: str | None) -> Page[CaseLine]:
    """Give a page of an organisation's cases that this actor may see, newest first.

    Raises:
        Invalid: The cursor is none of this list.
    """
    columns = (
        *(CaseRow.id, CaseRow.reference, CaseRow.source, CaseRow.source_organisation_id, CaseRow.received_on),
        *(CaseRow.risk, CaseRow.epr, CaseRow.needs, CaseRow.person_id, CaseRow.allocated_to, CaseRow.created_at),
    )
    created_at, case_id = col(CaseRow.created_at), col(CaseRow.id)
    statement = select(*columns).where(col(CaseRow.owner_organisation_id) == organisation_id)  # type: ignore[call-overload]
    if cursor is not None:
        at, last = _read_cursor(cursor)
        statement = statement.where(or_(created_at < at, and_(created_at == at, case_id < last)))
    rows = session.execute(statement.order_by(created_at.desc(), case_id.desc()).limit(PAGE_SIZE + 1)).all()
    further = _cursor(rows[PAGE_SIZE - 1]) if len(rows) > PAGE_SIZE else None
    return page_of([_line(row) for row in rows], cursor=further)


def _cursor(row: Row[Any]) -> str:
    return encode_cursor(utc(row.created_at).isoformat(), str(row.id))


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    at, last = decode_cursor(cursor, 2)
    try:
        return utc(datetime.fromisoformat(at)), UUID(last)
    except ValueError as error:
        raise Invalid("cursor", "not_a_cursor") from error


def _needs(keys: str) -> frozenset[NeedCategory]:
    return frozenset(NeedCategory(key) for key in keys.split())


def _line(row: Row[Any]) -> CaseLine:
    return CaseLine(
        reference=Reference(row.reference),
        source=ReferralSource(row.source),
        source_organisation_id=row.source_organisation_id and OrganisationId(row.source_organisation_id),
        received_on=row.received_on,
        risk=row.risk and Band(row.risk),
        epr=row.epr,
        needs=_needs(row.needs),
        is_matched=row.person_id is not None,
        allocated_to=row.allocated_to and UserId(row.allocated_to),
    )


def _case(row: CaseRow) -> Case:
    return Case(
        id=CaseId(row.id),
        reference=Reference(row.reference),
        organisation_id=OrganisationId(row.owner_organisation_id),
        person_id=PersonId(row.person_id) if row.person_id else None,
        offer_id=OfferId(row.offer_id) if row.offer_id else None,
        source=ReferralSource(row.source),
        source_organisation_id=OrganisationId(row.source_organisation_id) if row.source_organisation_id else None,
        force=PoliceForce(row.force) if row.force else None,
        crime_category=CrimeCategory(row.crime_category) if row.crime_category else None,
        da_level=DomesticAbuseLevel(row.da_level) if row.da_level else None,
        source_da_level=DomesticAbuseLevel(row.source_da_level) if row.source_da_level else None,
        epr=row.epr,
        source_epr=row.source_epr,
        borough=Borough.of_gss(row.borough_gss) if row.borough_gss else Borough.UNKNOWN,
        age=row.age,
        needs=_needs(row.needs),
        risk=Band(row.risk) if row.risk else None,
        received_on=row.received_on,
        reported_on=row.reported_on,
        taken_up=row.taken_up,
        taken_up_on=row.taken_up_on,
        support_type=SupportType(row.support_type) if row.support_type else None,
        taken_by=UserId(row.taken_by),
        allocated_to=UserId(row.allocated_to) if row.allocated_to else None,
        allocated_at=utc(row.allocated_at) if row.allocated_at else None,
        closed_on=row.closed_on,
        closure_reason=ClosureReason(row.closure_reason) if row.closure_reason else None,
        created_at=utc(row.created_at),
        policy_version=row.policy_version,
        version=row.version,
    )
