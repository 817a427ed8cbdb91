"""Erasing in the database: who is due, row by row what is left, and the tokens of those who declined.

The statements are the system's own: a partner's door to what it gave is closed as well, which is a row of the
partner's. Whoever calls has seen to it that the person is the actor's organisation's.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session as Session
from sqlmodel import col

from colocations.contacts.tables import ContactRow
from lvws_core.ids import OrganisationId, PersonId, Reference
from lvws_core.ports import SYSTEM
from lvws_core.referrals import LIVE, OfferStatus
from lvws_core.referrals.offers import NEVER_SHOWN
from lvws_core.retention import HoldReason, Keeping, turns_adult_on
from lvws_core.rights import Right
from lvws_core.times import london_day, utc
from partners.offers.tables import OfferRow, SafetyStopRow
from portal.intake.tables import CaseRow
from portal.intake.terms.model import TakeUp
from portal.people.characteristics.tables import CharacteristicsRow
from portal.people.marac.model import Status
from portal.people.marac.tables import MaracReferralRow
from portal.people.needs.tables import NeedsAssessmentRow
from portal.people.tables import ConsentRow, ContactAttemptRow, PersonRow, RiskAssessmentRow
from portal.people.told.tables import ToldAboutRow
from portal.referrals.tables import RequestRow
from portal.rights.erasure.model import Kept, ending_of
from portal.rights.tables import LegalHoldRow, RightsRequestRow

_CONTACTS: Final[tuple[tuple[Any, str], ...]] = (
    (ContactAttemptRow, "tried_at"),
    (ContactRow, "at"),
    (RiskAssessmentRow, "assessed_at"),
    (NeedsAssessmentRow, "assessed_at"),
    (CharacteristicsRow, "recorded_at"),
    (ConsentRow, "captured_at"),
    (ToldAboutRow, "recorded_at"),
    (RequestRow, "changed_at"),
    (OfferRow, "changed_at"),
)
"""Where it is recorded that somebody dealt with a person. Adding them and their plan is no contact: a file may."""

_SETTLED = (Status.DRAFT.value, Status.HEARD.value, Status.CLOSED.value)


def people(session: Session, owner_id: OrganisationId, after: UUID | None, most: int) -> tuple[PersonId, ...]:
    """Give the ids of people who were not erased, in their order, the next after one."""
    statement = select(col(PersonRow.id)).where(
        col(PersonRow.owner_organisation_id) == owner_id, col(PersonRow.sealed_key).is_not(None)
    )
    if after is not None:
        statement = statement.where(col(PersonRow.id) > after)
    found = session.scalars(statement.order_by(col(PersonRow.id)).limit(most), execution_options=SYSTEM)
    return tuple(PersonId(each) for each in found)


def numbers_of(session: Session, person_id: PersonId) -> frozenset[bytes]:
    """Give the keyed indexes of the numbers that sources gave the cases of a person."""
    theirs = select(col(CaseRow.reference_index)).where(
        col(CaseRow.person_id) == person_id, col(CaseRow.reference_index).is_not(None)
    )
    return frozenset(each for each in session.scalars(theirs, execution_options=SYSTEM) if each is not None)


def kept_of(session: Session, person_ids: Collection[PersonId]) -> tuple[Kept, ...]:
    """Give these people with what the length of keeping depends on, in a fixed number of statements."""
    cases, offers = _cases(session, person_ids), _offers(session, person_ids, _came_in(session, person_ids))
    last = _last_contacts(session, person_ids)
    marac = _counts(session, MaracReferralRow, person_ids, col(MaracReferralRow.status).not_in(_SETTLED))
    stops = _counts(session, SafetyStopRow, person_ids, col(SafetyStopRow.lifted_at).is_(None))
    holds = _holds(session, person_ids)
    columns = (col(PersonRow.id), col(PersonRow.reference), col(PersonRow.created_at))
    rows = session.execute(select(*columns).where(col(PersonRow.id).in_(person_ids)), execution_options=SYSTEM)
    found = []
    for id_, reference, created_at in sorted(rows, key=lambda row: row[0]):
        mine, sent = cases.get(id_, []), offers.get(id_, [])
        days = [day for case in mine for day in (case.received_on, case.taken_up_on, case.closed_on) if day]
        young = [day for case in mine if (day := turns_adult_on(case.age, case.received_on))]
        was_referred = any(OfferStatus(status) not in NEVER_SHOWN for status, is_own in sent if is_own)
        found.append(
            Kept(
                person_id=PersonId(id_),
                reference=Reference(reference),
                keeping=Keeping(
                    last_contact_on=max([*days, *last.get(id_, ())], default=london_day(utc(created_at))),
                    ending=ending_of([_take_up(case) for case in mine], was_referred=was_referred),
                    adult_on=max(young, default=None),
                    open_cases=sum(case.closed_on is None for case in mine),
                    live_offers=sum(OfferStatus(status) in LIVE for status, _ in sent),
                    open_marac=marac.get(id_, 0),
                    standing_stops=stops.get(id_, 0),
                    holds=frozenset(holds.get(id_, ())),
                ),
            )
        )
    return tuple(found)


def _take_up(case: Any) -> TakeUp | None:
    return TakeUp(case.take_up) if case.take_up else None


def _cases(session: Session, person_ids: Collection[PersonId]) -> Mapping[UUID, list[Any]]:
    columns = (CaseRow.person_id, CaseRow.received_on, CaseRow.taken_up_on, CaseRow.closed_on, CaseRow.take_up)
    statement = select(*columns, CaseRow.age).where(col(CaseRow.person_id).in_(person_ids))  # type: ignore[call-overload]
    found = defaultdict(list)
    for row in session.execute(statement, execution_options=SYSTEM):
        found[row.person_id].append(row)
    return found


def _came_in(session: Session, person_ids: Collection[PersonId]) -> Mapping[UUID, UUID]:
    statement = select(col(CaseRow.offer_id), col(CaseRow.person_id)).where(
        col(CaseRow.person_id).in_(person_ids), col(CaseRow.offer_id).is_not(None)
    )
    return {row[0]: row[1] for row in session.execute(statement, execution_options=SYSTEM)}


def _offers(
    session: Session, person_ids: Collection[PersonId], came_in: Mapping[UUID, UUID]
) -> Mapping[UUID, list[tuple[str, bool]]]:
    found = defaultdict(list)
    own = select(col(OfferRow.person_id), col(OfferRow.status)).where(col(OfferRow.person_id).in_(person_ids))
    for person_id, status in session.execute(own, execution_options=SYSTEM):
        found[person_id].append((status, True))
    theirs = select(col(OfferRow.id), col(OfferRow.status)).where(col(OfferRow.id).in_(came_in))
    for offer_id, status in session.execute(theirs, execution_options=SYSTEM):
        found[came_in[offer_id]].append((status, False))
    return found


def _last_contacts(session: Session, person_ids: Collection[PersonId]) -> Mapping[UUID, list[date]]:
    found = defaultdict(list)
    for row, column in _CONTACTS:
        statement = select(row.person_id, func.max(getattr(row, column))).where(row.person_id.in_(person_ids))
        for person_id, moment in session.execute(statement.group_by(row.person_id), execution_options=SYSTEM):
            found[person_id].append(london_day(utc(moment)))
    return found


def _counts(session: Session, row: Any, person_ids: Collection[PersonId], which: Any) -> Mapping[UUID, int]:
    statement = select(row.person_id, func.count()).where(row.person_id.in_(person_ids), which)
    found = session.execute(statement.group_by(row.person_id), execution_options=SYSTEM)
    return {person_id: count for person_id, count in found}  # noqa: C416 - a row is no pair


def _holds(session: Session, person_ids: Collection[PersonId]) -> Mapping[UUID, set[HoldReason]]:
    found = defaultdict(set)
    standing = select(col(LegalHoldRow.person_id), col(LegalHoldRow.reason)).where(
        col(LegalHoldRow.person_id).in_(person_ids), col(LegalHoldRow.lifted_at).is_(None)
    )
    for person_id, reason in session.execute(standing, execution_options=SYSTEM):
        found[person_id].add(HoldReason(reason))
    waiting = select(col(RightsRequestRow.person_id)).where(
        col(RightsRequestRow.person_id).in_(person_ids),
        col(RightsRequestRow.kind) == Right.ACCESS.value,
        col(RightsRequestRow.answered_at).is_(None),
    )
    for person_id in session.scalars(waiting, execution_options=SYSTEM):
        found[person_id].add(HoldReason.SUBJECT_ACCESS)
    return found
