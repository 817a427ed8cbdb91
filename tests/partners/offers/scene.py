"""A scene of offers: our lead's to Shelter in every state, and one between organisations that are nobody of ours."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import Table, insert, select
from sqlmodel import Session, SQLModel

from lvws_core.actors import THE_CLOCK, Actor, Role
from lvws_core.consent import Agreement, AgreementStatus, Consent, ConsentStatus, DataCategory, Purpose
from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.consent.sharing import RecipientKind, ShareRequest, decide_sharing, disclose
from lvws_core.ids import (
    AgreementId,
    ConsentId,
    OfferId,
    OrganisationId,
    PersonId,
    ReceiptId,
    Reference,
    RequestId,
    ServiceId,
    new_reference,
)
from lvws_core.ports import SYSTEM
from lvws_core.referrals import Detail, Move, Offer, OfferStatus, SendFacts
from lvws_core.risk.dash import Band
from lvws_core.times import london_day
from lvws_core.vocabulary import ClosureReason, DeclineReason, NeedCategory, WhoseChoice
from partners.directory import store as directory
from partners.offers import service, store
from partners.offers.acts import service as acts
from partners.offers.service import Desk
from partners.offers.snapshot.model import SharedContact, SharedWay
from tests.builders import CONSORTIUM, GALOP, HOSPITAL, NOW, SHELTER

HOUSING, ADVOCACY = (ServiceId(UUID(int=0xE0 + n)) for n in range(2))
NAME, PHONE, WORD = "Wilhelmina Canarybird", "07700 900123", "marmalade"
QUESTION = "Is an interpreter needed?"
MISSING = Reference("2222-22")
NEEDS = frozenset({NeedCategory.SHELTER_ACCOMMODATION})
SENT_AT = NOW - timedelta(hours=2)

SECOND_LEAD = Actor(id=CONSORTIUM["sponsor"].id, organisation_id=HOSPITAL, roles=frozenset({Role.LEAD_CASEWORKER}))
"""Somebody who refers for another organisation, so that there are rows which neither our lead nor Shelter may see."""

_OPEN = ((Move.ACKNOWLEDGE, Detail()),)
_TAKEN = (*_OPEN, (Move.ACCEPT, Detail()))
_BEGUN = (*_TAKEN, (Move.FIRST_CONTACT, Detail()))
STEPS: Mapping[OfferStatus, tuple[tuple[Move, Detail], ...]] = {
    OfferStatus.SENT: (),
    OfferStatus.ACKNOWLEDGED: _OPEN,
    OfferStatus.INFO_NEEDED: (*_OPEN, (Move.ASK, Detail(note=QUESTION))),
    OfferStatus.ACCEPTED: _TAKEN,
    OfferStatus.ACTIVE: _BEGUN,
    OfferStatus.DECLINED: (
        *_OPEN,
        (Move.DECLINE, Detail(reason=DeclineReason.CAPACITY, whose_choice=WhoseChoice.SERVICE)),
    ),
    OfferStatus.WITHDRAWN: (*_OPEN, (Move.WITHDRAW, Detail(reason="by_person"))),
    OfferStatus.ERROR: ((Move.MARK_ERROR, Detail()),),
    OfferStatus.WAITLISTED: (
        *_OPEN,
        (Move.WAITLIST, Detail(until=date(2026, 12, 7), override="A safe place meanwhile.")),
    ),
    OfferStatus.EXPIRED: (*_OPEN, (Move.EXPIRE, Detail())),
    OfferStatus.NOT_REACHED: (*_TAKEN, (Move.NOT_REACHED, Detail(reason="attempts_exhausted"))),
    OfferStatus.PAUSED: (*_BEGUN, (Move.PAUSE, Detail(reason="in_hospital", until=date(2026, 12, 3)))),
    OfferStatus.HANDED_BACK: (*_BEGUN, (Move.HAND_BACK, Detail(reason="moved_away", whose_choice=WhoseChoice.PERSON))),
    OfferStatus.OUTCOME_DUE: (*_BEGUN, (Move.FINISH, Detail())),
    OfferStatus.COMPLETED: (
        *(*_BEGUN, (Move.FINISH, Detail())),
        (Move.RECORD_OUTCOME, Detail(outcome=ClosureReason.NEEDS_MET)),
    ),
}
"""The moves that lead to each state of an offer in the scene."""

DeskOf = Callable[[Actor], Desk]


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What the scene holds, by reference."""

    offers: Mapping[OfferStatus, Reference]
    foreign_offer: Reference

    @property
    def offer(self) -> Reference:
        """The offer that was sent to Shelter and not opened."""
        return self.offers[OfferStatus.SENT]


_KEPT: list[tuple[Scene, Mapping[Table, list[dict[str, Any]]]]] = []
_SPENT = 500  # more ids than the scene uses


def set_scene(desk_of: DeskOf) -> Scene:
    """Fill a database that has the consortium, at desks of one transaction of the system.

    It is made by use cases once a process, and from then on the same rows are put there again.
    """
    desk = desk_of(CONSORTIUM["caseworker"].actor)
    if _KEPT:
        scene, rows = _KEPT[0]
        for table, added in rows.items():
            desk.session.execute(insert(table), added, execution_options=SYSTEM)
    else:
        before = _rows(desk.session)
        scene, after = _made(desk_of), _rows(desk.session)
        more = {table: [row for row in found if row not in before[table]] for table, found in after.items()}
        _KEPT.append((scene, {table: added for table, added in more.items() if added}))
    for _ in range(_SPENT):
        desk.new_id()
    return scene


def _rows(session: Session) -> dict[Table, list[dict[str, Any]]]:
    session.flush()
    return {
        table: [dict(row) for row in session.execute(select(table), execution_options=SYSTEM).mappings()]
        for table in SQLModel.metadata.sorted_tables
    }


def _made(desk_of: DeskOf) -> Scene:
    lead, foreign = desk_of(CONSORTIUM["caseworker"].actor), desk_of(SECOND_LEAD)
    for service_id, partner, name in ((HOUSING, SHELTER, "Housing advice"), (ADVOCACY, GALOP, "Advocacy")):
        directory.add_service(
            lead.session,
            service_id=service_id,
            organisation_id=partner,
            key=name,
            name=name,
            recipient=RecipientKind.SHELTER,
        )
    scene = Scene(
        offers={status: send(lead, number) for number, status in enumerate(STEPS)},
        foreign_offer=send(foreign, 100, service_id=ADVOCACY, partner=GALOP),
    )
    for status, reference in scene.offers.items():
        for action, detail in STEPS[status]:
            _make(desk_of, reference, action, detail)
    return scene


def _make(desk_of: DeskOf, reference: Reference, action: Move, detail: Detail) -> None:
    desk = replace(desk_of(_who_makes(action)), now=SENT_AT)
    version = store.get(desk.session, reference).offer.version
    acts.make(desk, reference, action, version, detail=detail, text=detail.note)


def _who_makes(action: Move) -> Actor:
    if action == Move.EXPIRE:
        return THE_CLOCK
    key = {Move.WITHDRAW: "caseworker", Move.MARK_ERROR: "caseworker", Move.WAITLIST: "shelter_manager"}
    return CONSORTIUM[key.get(action, "shelter_worker")].actor


def send(
    desk: Desk,
    number: int,
    *,
    service_id: ServiceId = HOUSING,
    partner: OrganisationId = SHELTER,
    risk: Band = Band.HIGH,
    at: datetime = SENT_AT,
) -> Reference:
    """Send an offer about a person of this number, two hours ago, with everything that was consented to."""
    desk, reference = replace(desk, now=at), new_reference(hashlib.sha256(b"%d" % number).digest()[:8])
    facts, person_id = a_send(desk, number, partner), PersonId(UUID(int=0x1000 + number))
    fields, receipt = disclose(fields_of(), facts.sharing, desk.now, ReceiptId(UUID(int=0x3000 + number)))
    service.send_offer(
        desk,
        draft=replace(a_draft(desk, number, service_id, partner), risk=risk),
        person_id=person_id,
        facts=facts,
        fields=fields,
        receipt=receipt,
        reference=reference,
        sender="Triage, Croydon",
        needs=NEEDS,
    )
    return reference


def a_draft(desk: Desk, number: int, service_id: ServiceId = HOUSING, partner: OrganisationId = SHELTER) -> Offer:
    """Build a draft of the desk's organisation."""
    return Offer(
        id=OfferId(UUID(int=0x2000 + number)),
        request_id=RequestId(UUID(int=0x4000 + number)),
        service_id=service_id,
        organisation_id=partner,
        lead_organisation_id=desk.actor.organisation_id,
        risk=Band.HIGH,
        created_at=desk.now,
    )


def a_send(desk: Desk, number: int, partner: OrganisationId = SHELTER) -> SendFacts:
    """Build the facts of a sending that nothing stands against."""
    person_id, categories = PersonId(UUID(int=0x1000 + number)), frozenset(fields_of())
    request = ShareRequest(
        person_id=person_id,
        organisation_id=partner,
        purpose=Purpose.SUPPORT_REFERRAL,
        categories=categories,
        at=desk.now,
    )
    consent = Consent(
        id=ConsentId(UUID(int=0x5000 + number)),
        person_id=person_id,
        organisation_id=partner,
        categories=categories,
        purpose=Purpose.SUPPORT_REFERRAL,
        explicit=True,
        status=ConsentStatus.ACTIVE,
        valid_from=desk.now - timedelta(days=1),
    )
    agreement = Agreement(
        id=AgreementId(UUID(int=0xD0)),
        organisation_id=partner,
        categories=categories,
        status=AgreementStatus.LIVE,
        starts_on=date(2026, 1, 1),
    )
    return SendFacts(
        sharing=decide_sharing(request, consents=[consent], agreements=[agreement]),
        agreement_live=True,
        duplicate=False,
        risk_set_on=london_day(desk.now),
        contact_plan=a_plan(),
        conflict=False,
        safety_plan=True,
        marac_decided=True,
        consent_expires_at=desk.now + timedelta(days=180),
    )


def a_plan(**changes: Any) -> ContactPlan:
    """Build a plan: calls on weekdays from ten to two, an agreed word, nothing by post."""
    values: dict[str, Any] = {
        "channels": {Channel.MOBILE_CALL: Safety.YES, Channel.POST: Safety.NO},
        "sensitive": True,
        "windows": (Window(days=frozenset(range(5)), opens=time(10), closes=time(14)),),
        "voicemail_ok": Safety.NO,
        "text_ok": Safety.NO,
        "confirmed_at": SENT_AT,
        "say_if_other_answers": "wrong number",
        "has_code_word": True,
    }
    return ContactPlan(**{**values, **changes})


def a_contact(**changes: Any) -> SharedContact:
    """Build what a partner is handed about safe contact."""
    way = SharedWay(label="Mobile call", text=PHONE, channel=Channel.MOBILE_CALL)
    values: dict[str, Any] = {"plan": a_plan(), "ways": (way,), "code_word": WORD}
    return SharedContact(**{**values, **changes})


def fields_of() -> dict[DataCategory, Any]:
    """Build what is recorded, as the lead's side hands it over: plain builtins."""
    return {
        DataCategory.IDENTITY: {"lines": [{"label": "Name used", "text": NAME}]},
        DataCategory.NEED_TYPES: {"lines": [{"label": "Needs", "text": "Shelter and accommodation"}]},
        DataCategory.SAFE_CONTACT: msgspec.to_builtins(a_contact()),
        DataCategory.ACCESS_NEEDS: {"lines": [{"label": "Language", "text": "Tigrinya"}]},
        DataCategory.RISK_ASSESSMENT_FULL: {"lines": [{"label": "Question 1", "text": "Yes"}]},
    }
