"""What reports read: the one module that may look into other slices' tables, and only at their columns.

A report counts over organisations, so its statements are the system's own; nothing of a person is
selected, and who may see which figure is decided by what is made of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.contacts.tables import ContactRow
from lvws_core.ids import OrganisationId
from lvws_core.ports import SYSTEM
from lvws_core.referrals import Move
from lvws_core.referrals.allocation import CASE_REALLOCATED
from lvws_core.risk.dash import Band
from lvws_core.times import london_day, start_of_day, utc
from partners.offers.asked_again.model import AskedReason
from partners.offers.asked_again.tables import AskedAgainRow
from partners.offers.tables import OfferEventRow
from portal.audit.tables import Entry
from portal.intake.tables import CaseAllocationRow, CaseRow
from portal.reports.counting.model import ALLOCATIONS, CONTACTS, NONE, Changed, Counts, Fact, Key, count, fact_of
from portal.reports.partners.history.model import Case, Step, case_of


class _Told(msgspec.Struct, frozen=True):
    """The part of an event's detail that figures are made of."""

    move: Move | None = None
    reason: str | None = None
    risk: Band | None = None
    version: int = 0


def cases(
    session: Session, sent_from: datetime, sent_before: datetime, *, lead_id: OrganisationId | None = None
) -> tuple[Case, ...]:
    """Give what became of every offer that was sent in a half-open time, in one statement.

    `lead_id` narrows it to what one organisation sent. An offer entered in error is none.
    """
    sent = select(OfferEventRow.offer_id).where(  # type: ignore[call-overload]
        col(OfferEventRow.new) == "sent",
        col(OfferEventRow.at) >= utc(sent_from),
        col(OfferEventRow.at) < utc(sent_before),
    )
    statement = select(  # type: ignore[call-overload]
        OfferEventRow.offer_id, OfferEventRow.partner_organisation_id, OfferEventRow.at, OfferEventRow.detail
    ).where(
        col(OfferEventRow.kind) == "offer.moved",
        col(OfferEventRow.partner_organisation_id).is_not(None),
        col(OfferEventRow.offer_id).in_(sent),
    )
    if lead_id is not None:
        statement = statement.where(col(OfferEventRow.owner_organisation_id) == lead_id)
    return tuple(_cases(session.execute(statement, execution_options=SYSTEM)))


def asked_again(
    session: Session, begins_at: datetime, ends_at: datetime
) -> dict[OrganisationId, dict[AskedReason, int]]:
    """Give how often each partner asked again in a half-open time, by reason, of what the actor may see.

    The gate decides whose: a lead's own offers, a partner's own.
    """
    partner, reason = col(AskedAgainRow.partner_organisation_id), col(AskedAgainRow.reason)
    rows = session.execute(
        select(partner, reason, func.count(col(AskedAgainRow.id)))
        .where(col(AskedAgainRow.at) >= utc(begins_at), col(AskedAgainRow.at) < utc(ends_at))
        .group_by(partner, reason)
    )
    found: dict[OrganisationId, dict[AskedReason, int]] = {}
    for partner_id, key, number in rows:
        found.setdefault(OrganisationId(partner_id), {})[AskedReason(key)] = number
    return found


def opened(session: Session, begins_at: datetime, ends_at: datetime) -> dict[OrganisationId, int]:
    """Give how many offers each partner opened first in a half-open time, of what the actor may see."""
    partner = col(OfferEventRow.partner_organisation_id)
    rows = session.execute(
        select(partner, func.count(func.distinct(col(OfferEventRow.offer_id))))
        .where(
            col(OfferEventRow.new) == "acknowledged",
            col(OfferEventRow.old) == "sent",
            col(OfferEventRow.at) >= utc(begins_at),
            col(OfferEventRow.at) < utc(ends_at),
            partner.is_not(None),
        )
        .group_by(partner)
    )
    return {OrganisationId(partner_id): count for partner_id, count in rows}


def _cases(rows: Any) -> Iterator[Case]:
    partners: dict[UUID, OrganisationId] = {}
    moves: dict[UUID, list[tuple[datetime, _Told]]] = {}
    decoder = msgspec.json.Decoder(_Told)
    for row in rows:
        partners[row.offer_id] = OrganisationId(row.partner_organisation_id)
        moves.setdefault(row.offer_id, []).append((utc(row.at), decoder.decode(row.detail)))
    return (_case(partners[offer_id], moves[offer_id]) for offer_id in partners)


def _case(partner_id: OrganisationId, moves: list[tuple[datetime, _Told]]) -> Case:
    ordered = sorted(moves, key=lambda move: (move[0], move[1].version))
    risk = next((told.risk for _, told in ordered if told.risk is not None), Band.HIGH)
    steps = tuple(Step(at=at, move=told.move, reason=told.reason) for at, told in ordered if told.move is not None)
    return case_of(partner_id, risk, steps)


def facts(session: Session, first: date, last: date) -> Iterator[Fact]:
    """Give what is counted of each case that was received on these London days, both inclusive, from one index."""
    rows = session.execute(
        select(*_COUNTED).where(col(CaseRow.received_on) >= first, col(CaseRow.received_on) <= last),
        execution_options=SYSTEM,
    )
    return (fact_of(**row) for row in rows.mappings())


def counts(session: Session, first: date, last: date) -> Counts:
    """Count everything on these London days, both inclusive, in every way."""
    found = count(facts(session, first, last))
    return {**found, **{cube: counts_of(session, cube, first, last) for cube in (CONTACTS, ALLOCATIONS)}}


def counts_of(session: Session, cube: str, first: date, last: date) -> Mapping[tuple[date, Key], int]:
    """Count in one way on these London days, both inclusive; each cube is counted from one index alone.

    A contact with somebody who works for the host is in no count.
    """
    if cube not in {CONTACTS, ALLOCATIONS}:
        return count(facts(session, first, last))[cube]
    if cube == CONTACTS:
        at, is_counted = col(ContactRow.at), col(ContactRow.is_apart).is_(other=False)
        columns: tuple[Any, ...] = (at, ContactRow.kind, col(ContactRow.referral).is_not(None))
    else:
        at, is_counted = col(CaseAllocationRow.at), col(CaseAllocationRow.at).is_not(None)
        columns = (at, CaseAllocationRow.from_role, CaseAllocationRow.to_role, CaseAllocationRow.reason)
    begins, ends = start_of_day(first), start_of_day(last + timedelta(days=1))
    rows = session.execute(
        select(*columns).where(at >= utc(begins), at < utc(ends), is_counted), execution_options=SYSTEM
    )
    return Counter((_month(moment), tuple(map(_part, parts))) for moment, *parts in rows)


def days_counted(session: Session) -> tuple[date, date] | None:
    """Give the first and the last day of anything that is counted, None while there is nothing."""

    def ends(column: Any) -> list[Any]:
        # In two statements: a database finds one end in an index, but looks at everything for both.
        statements = (select(func.min(column)), select(func.max(column)))
        return [session.execute(each, execution_options=SYSTEM).scalar_one() for each in statements]

    of_cases, of_contacts = ends(CaseRow.received_on), ends(ContactRow.at)
    days = [day for day in of_cases if day] + [london_day(utc(at)) for at in of_contacts if at]
    return (min(days), max(days)) if days else None


def changed(session: Session, after: int, most: int) -> Changed:
    """Give in which months something that is counted changed, by the entries of the audit after one of them.

    Every change has its entry in the same transaction, so none is missed. An allocation is in the month of its entry.
    """
    rows = session.execute(
        select(Entry.sequence, Entry.at, Entry.kind, Entry.subject_id, Entry.body)  # type: ignore[call-overload]
        .where(col(Entry.sequence) > after)
        .order_by(col(Entry.sequence))
        .limit(most),
        execution_options=SYSTEM,
    ).all()
    of_cases = [row for row in rows if row.kind.startswith("case.")]
    contact_ids = {row.subject_id for row in rows if row.kind.startswith("site_contact.")}
    received = select(col(CaseRow.received_on)).where(col(CaseRow.id).in_({row.subject_id for row in of_cases}))
    met = select(col(ContactRow.at)).where(col(ContactRow.id).in_(contact_ids))
    months = {_month(row.at) for row in of_cases if row.kind in _ALLOCATED}
    if of_cases:
        months |= {day.replace(day=1) for day in session.execute(received, execution_options=SYSTEM).scalars()}
    if contact_ids:
        months |= {_month(at) for at in session.execute(met, execution_options=SYSTEM).scalars()}
    moved = any(row.kind == "case.mended" and b'"received_on"' in row.body for row in of_cases)
    return Changed(sequence=rows[-1].sequence if rows else after, months=frozenset(months), moved=moved)


def _month(at: datetime) -> date:
    return london_day(utc(at)).replace(day=1)


def _part(part: Any) -> str:
    return part if isinstance(part, str) else {True: "yes", False: "no", None: NONE}[part]


_ALLOCATED = {"case.allocated", CASE_REALLOCATED}
_COUNTED = (
    *(col(CaseRow.received_on), col(CaseRow.involvement), col(CaseRow.source), col(CaseRow.force)),
    *(col(CaseRow.crime_category), col(CaseRow.da_level), col(CaseRow.epr), col(CaseRow.borough_gss)),
    *(col(CaseRow.age), col(CaseRow.no_age), col(CaseRow.take_up), col(CaseRow.taken_up)),
    *(col(CaseRow.support_type), col(CaseRow.closure_reason)),
)
