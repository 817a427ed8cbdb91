"""Consents, agreements, requests and plans with fixed ids and times; any field by name."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lvws_core.consent import Agreement, AgreementStatus, Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.consent.contact import Attempt, AttemptOutcome, Channel, ContactPlan, Safety, Window
from lvws_core.consent.sharing import Override, ShareRequest
from lvws_core.ids import AgreementId, ConsentId, OrganisationId, PersonId, UserId

NOW = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""A Tuesday in winter: London time is UTC."""

PERSON, SOMEBODY_ELSE = PersonId(UUID(int=1)), PersonId(UUID(int=2))
SHELTER, GALOP = OrganisationId(UUID(int=11)), OrganisationId(UUID(int=12))
AUTHORISER, SECOND = UserId(UUID(int=21)), UserId(UUID(int=22))
EVERYTHING = frozenset(DataCategory)
USUAL = frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT, DataCategory.NEED_TYPES})


def a_consent(**changes: Any) -> Consent:
    fields: dict[str, Any] = {
        "id": ConsentId(UUID(int=31)),
        "person_id": PERSON,
        "organisation_id": SHELTER,
        "categories": USUAL,
        "purpose": Purpose.SUPPORT_REFERRAL,
        "explicit": True,
        "status": ConsentStatus.ACTIVE,
        "valid_from": NOW - timedelta(days=3),
        "expires_at": NOW + timedelta(days=180),
    }
    return Consent(**(fields | changes))


def an_agreement(**changes: Any) -> Agreement:
    fields: dict[str, Any] = {
        "id": AgreementId(UUID(int=41)),
        "organisation_id": SHELTER,
        "categories": EVERYTHING,
        "status": AgreementStatus.LIVE,
        "starts_on": date(2026, 4, 1),
    }
    return Agreement(**(fields | changes))


def a_request(**changes: Any) -> ShareRequest:
    fields: dict[str, Any] = {
        "person_id": PERSON,
        "organisation_id": SHELTER,
        "purpose": Purpose.SUPPORT_REFERRAL,
        "categories": USUAL,
        "at": NOW,
    }
    return ShareRequest(**(fields | changes))


def an_override(**changes: Any) -> Override:
    fields: dict[str, Any] = {"reason": "He has a key.", "authoriser_id": AUTHORISER, "second_person_id": SECOND}
    return Override(**(fields | changes))


def office_hours(**changes: Any) -> Window:
    fields: dict[str, Any] = {"days": frozenset(range(5)), "opens": time(10), "closes": time(14)}
    return Window(**(fields | changes))


def a_plan(**changes: Any) -> ContactPlan:
    fields: dict[str, Any] = {
        "channels": {Channel.MOBILE_CALL: Safety.YES},
        "sensitive": True,
        "confirmed_at": NOW - timedelta(days=1),
    }
    return ContactPlan(**(fields | changes))


def an_attempt(**changes: Any) -> Attempt:
    fields: dict[str, Any] = {"at": NOW, "channel": Channel.MOBILE_CALL, "outcome": AttemptOutcome.NO_ANSWER}
    return Attempt(**(fields | changes))
