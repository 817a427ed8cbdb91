"""When each thing was last done for many people, in one statement a thing; nothing sealed is opened."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlmodel import Session as Session  # given on to the service, which names no framework
from sqlmodel import col

from lvws_core.consent import ConsentStatus, Purpose
from lvws_core.consent.contact import StopCause
from lvws_core.ids import OrganisationId, PersonId
from lvws_core.referrals import LIVE
from lvws_core.risk.dash import Band
from lvws_core.times import utc
from partners.offers.tables import OfferRow, SafetyStopRow
from portal.caseload.day.model import Facts
from portal.people.characteristics.tables import CharacteristicsRow
from portal.people.needs.tables import NeedsAssessmentRow
from portal.people.tables import ConsentRow, ContactPlanRow, RiskAssessmentRow, RiskTriggerRow

_BREACHES = frozenset({StopCause.UNEXPECTED_ANSWERER.value, StopCause.BREACH.value})
Consents = tuple[tuple[OrganisationId, datetime, date | None, datetime | None], ...]


def facts_of(
    session: Session, people: Collection[PersonId]
) -> tuple[Mapping[PersonId, Facts], Mapping[PersonId, datetime]]:
    """Give what is recorded of these people, and with whom of them contact is stopped, since when (aware UTC)."""
    plans = _last(session, ContactPlanRow.person_id, ContactPlanRow.created_at, people)
    noted = _last(session, RiskTriggerRow.person_id, RiskTriggerRow.noted_at, people)
    scored = _last(session, NeedsAssessmentRow.person_id, NeedsAssessmentRow.assessed_at, people)
    asked, assessed, consents = _asked(session, people), _assessed(session, people), _consents(session, people)
    breached, stopped = _stops(session, people)
    found = {}
    for person_id in people:
        level, assessed_at = assessed.get(person_id, (None, None))
        happened = [at for at in (noted.get(person_id), breached.get(person_id)) if at is not None]
        found[person_id] = Facts(
            plan_at=plans.get(person_id),
            assessed_at=assessed_at,
            level=level,
            happened_at=max(happened, default=None),
            scored_at=scored.get(person_id),
            is_asked=person_id in asked,
            consents=consents.get(person_id, ()),
        )
    return found, stopped


def _last(session: Session, whose: Any, when: Any, people: Collection[PersonId]) -> dict[PersonId, datetime]:
    rows = session.execute(select(whose, func.max(when)).where(col(whose).in_(people)).group_by(whose))
    return {PersonId(person_id): _instant(at) for person_id, at in rows}


def _instant(at: Any) -> datetime:
    # SQLite gives the text of a maximum, for it knows no moments.
    return utc(at if isinstance(at, datetime) else datetime.fromisoformat(at))


def _asked(session: Session, people: Collection[PersonId]) -> frozenset[PersonId]:
    rows = session.execute(
        select(CharacteristicsRow.person_id)  # type: ignore[call-overload]
        .where(col(CharacteristicsRow.person_id).in_(people), col(CharacteristicsRow.asked) > 0)
        .distinct()
    )
    return frozenset(PersonId(person_id) for (person_id,) in rows)


def _assessed(session: Session, people: Collection[PersonId]) -> dict[PersonId, tuple[Band, datetime]]:
    """Give the level that counts and when it was assessed: of the newest of each perpetrator the highest (RISK-16)."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            RiskAssessmentRow.person_id, RiskAssessmentRow.pair, RiskAssessmentRow.level, RiskAssessmentRow.assessed_at
        )
        .where(col(RiskAssessmentRow.person_id).in_(people))
        .order_by(col(RiskAssessmentRow.assessed_at).desc(), col(RiskAssessmentRow.recorded_at).desc())
    )
    newest: dict[PersonId, dict[int, tuple[Band, datetime]]] = {}
    for row in rows:
        newest.setdefault(PersonId(row.person_id), {}).setdefault(row.pair, (Band(row.level), utc(row.assessed_at)))
    return {whose: max(each.values(), key=lambda found: (found[0].rank, found[1])) for whose, each in newest.items()}


def _consents(session: Session, people: Collection[PersonId]) -> dict[PersonId, Consents]:
    """Give the consents to referrals that a partner still works on: the others no longer open anything."""
    live = exists().where(
        col(OfferRow.person_id) == col(ConsentRow.person_id),
        col(OfferRow.organisation_id) == col(ConsentRow.organisation_id),
        col(OfferRow.status).in_([status.value for status in LIVE]),
    )
    rows = session.execute(
        select(  # type: ignore[call-overload]
            ConsentRow.person_id,
            ConsentRow.organisation_id,
            ConsentRow.valid_from,
            ConsentRow.review_on,
            ConsentRow.expires_at,
        ).where(
            col(ConsentRow.person_id).in_(people),
            col(ConsentRow.status) == ConsentStatus.ACTIVE.value,
            col(ConsentRow.purpose) == Purpose.SUPPORT_REFERRAL.value,
            live,
        )
    )
    found: dict[PersonId, Consents] = {}
    for person_id, organisation_id, begun, review_on, ends in rows:
        each = (OrganisationId(organisation_id), utc(begun), review_on, utc(ends) if ends is not None else None)
        found[PersonId(person_id)] = (*found.get(PersonId(person_id), ()), each)
    return found


def _stops(session: Session, people: Collection[PersonId]) -> tuple[dict[PersonId, datetime], dict[PersonId, datetime]]:
    rows = session.execute(
        select(  # type: ignore[call-overload]
            SafetyStopRow.person_id, SafetyStopRow.cause, SafetyStopRow.reported_at, SafetyStopRow.lifted_at
        )
        .where(col(SafetyStopRow.person_id).in_(people))
        .order_by(col(SafetyStopRow.reported_at).desc())
    )
    breached: dict[PersonId, datetime] = {}
    stopped: dict[PersonId, datetime] = {}
    for row in rows:
        if row.cause in _BREACHES:
            breached.setdefault(PersonId(row.person_id), utc(row.reported_at))
        if row.lifted_at is None:
            stopped[PersonId(row.person_id)] = utc(row.reported_at)  # the oldest that stands comes last
    return breached, stopped
