"""What an importer builds from design 5.4 alone: only the fields of the page, ids of either kind."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from lvws_core.actors import Actor, Role
from lvws_core.consent import Agreement, Consent, DataCategory, Purpose
from lvws_core.consent.contact import Channel, ContactPlan, Safety
from lvws_core.consent.sharing import ShareRequest, decide_sharing
from lvws_core.referrals import Custody, Offer, OfferStatus, SendFacts
from lvws_core.referrals.routing import Capacity, CapacityState, Need, Service
from lvws_core.risk.dash import QUESTIONS, Band
from lvws_core.vocabulary import Borough, NeedCategory

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
"""A Monday in winter, with no bank holiday near."""

TODAY = NOW.date()
CORE = frozenset({DataCategory.IDENTITY, DataCategory.SAFE_CONTACT, DataCategory.NEED_TYPES})
PARTNERS = frozenset({OfferStatus.ACTIVE, OfferStatus.PAUSED, OfferStatus.OUTCOME_DUE})


class Texts:
    """Ids that are plain texts."""

    def __getattr__(self, name: str) -> Any:
        return f"{name}-1"


class Uuids:
    """Ids that are UUIDs."""

    def __getattr__(self, name: str) -> Any:
        return UUID(bytes=name.encode().ljust(16, b"\0")[:16])


IDS = (Texts(), Uuids())


def answers(yes: int, no: int = 0) -> dict[str, str]:
    """Answer so many questions, in their order, with yes and then with no, as plain texts."""
    keys = [question.key for question in QUESTIONS]
    return dict.fromkeys(keys[:yes], "yes") | dict.fromkeys(keys[yes : yes + no], "no")


def an_actor(role: Role, organisation_id: Any, actor_id: Any = "somebody") -> Actor:
    return Actor(id=actor_id, organisation_id=organisation_id, roles=frozenset({role}))


def a_consent(ids: Any = IDS[0], **changes: Any) -> Consent:
    fields = {
        "id": ids.consent,
        "person_id": ids.person,
        "organisation_id": ids.partner,
        "categories": CORE,
        "purpose": Purpose.SUPPORT_REFERRAL,
        "explicit": True,
        "status": "active",
        "valid_from": datetime(2026, 11, 1, tzinfo=UTC),
    }
    return Consent(**(fields | changes))


def an_agreement(ids: Any = IDS[0], **changes: Any) -> Agreement:
    fields = {
        "id": ids.agreement,
        "organisation_id": ids.partner,
        "categories": frozenset(DataCategory),
        "status": "live",
        "starts_on": date(2026, 1, 1),
    }
    return Agreement(**(fields | changes))


def a_share_request(ids: Any = IDS[0], **changes: Any) -> ShareRequest:
    fields = {
        "person_id": ids.person,
        "organisation_id": ids.partner,
        "purpose": Purpose.SUPPORT_REFERRAL,
        "categories": CORE,
        "at": NOW,
    }
    return ShareRequest(**(fields | changes))


def a_plan(**changes: Any) -> ContactPlan:
    fields = {"channels": {Channel.MOBILE_CALL: Safety.YES}, "sensitive": True, "confirmed_at": NOW}
    return ContactPlan(**(fields | changes))


def an_offer(status: OfferStatus = OfferStatus.DRAFT, ids: Any = IDS[0], **changes: Any) -> Offer:
    fields = {
        "id": ids.offer,
        "request_id": ids.request,
        "service_id": ids.service,
        "organisation_id": ids.partner,
        "lead_organisation_id": ids.lead,
        "risk": Band.MEDIUM,
        "status": status,
        "version": 1,
        "custody": Custody.PARTNER if status in PARTNERS else Custody.LEAD,
        "created_at": NOW,
        "sent_at": None if status == OfferStatus.DRAFT else NOW,
        "entered_at": NOW,
    }
    return Offer(**(fields | changes))


def send_facts(ids: Any = IDS[0], **changes: Any) -> SendFacts:
    fields = {
        "sharing": decide_sharing(a_share_request(ids), (a_consent(ids),), (an_agreement(ids),)),
        "agreement_live": True,
        "duplicate": False,
        "risk_set_on": TODAY,
        "contact_plan": a_plan(),
        "conflict": False,
    }
    return SendFacts(**(fields | changes))


def a_need(**changes: Any) -> Need:
    fields = {
        "categories": frozenset({NeedCategory.SHELTER_ACCOMMODATION}),
        "age": 34,
        "borough": Borough.HACKNEY,
        "risk": Band.MEDIUM,
    }
    return Need(**(fields | changes))


def a_service(**changes: Any) -> Service:
    fields = {
        "id": "service-1",
        "organisation_id": "partner-1",
        "name": "Housing advice",
        "capacity": Capacity(state=CapacityState.OPEN, places=3, said_at=NOW),
        "agreement_live": True,
        "valid_from": date(2026, 1, 1),
    }
    return Service(**(fields | changes))
