"""A small scene in a database: services, people and referrals of the consortium, made through the real use cases."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlmodel import Session

from lvws_core.actors import Actor, Role
from lvws_core.consent import Agreement, AgreementStatus, DataCategory
from lvws_core.consent.contact import Channel, ContactPlan, Safety, Window
from lvws_core.consent.minimum import RecipientKind, default_minimum
from lvws_core.ids import AgreementId, OrganisationId, Reference, ServiceId, new_reference
from lvws_core.policy import Policy
from lvws_core.referrals import Detail, Move, OfferStatus
from lvws_core.risk.dash import QUESTIONS, Answer
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import Borough, CapacityState, DeclineReason, NeedCategory, WhoseChoice
from partners.directory import store as directory
from partners.directory.model import Terms
from partners.offers import service as offers
from portal.audit.service import recorder
from portal.database import Database
from portal.people import service as people
from portal.people.consent.model import Alone, Method, Said
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity
from portal.people.risk.model import Findings
from portal.referrals import service as referrals
from portal.referrals.model import Composition, Draft, MaracAnswer, Words
from portal.settings import Settings
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, HOSPITAL, LEAD, NOW, SHELTER, Ids

HOUSING, ADVOCACY, YOUTH = (ServiceId(UUID(int=0xE0 + n)) for n in range(3))
NAME, PHONE, WORD = "Wilhelmina Canarybird", "07700 900123", "marmalade"
"""What must never be seen by anyone whom it was not shared with."""

INCIDENT = "Pushed outside the home, for the third time."
MISSING = Reference("2222-22")
_BEFORE = NOW - timedelta(hours=2)
_OPEN = ((Move.ACKNOWLEDGE, Detail()),)
_TAKEN = (*_OPEN, (Move.ACCEPT, Detail()))
STEPS: Mapping[OfferStatus, tuple[tuple[Move, Detail], ...]] = {
    OfferStatus.SENT: (),
    OfferStatus.ACKNOWLEDGED: _OPEN,
    OfferStatus.INFO_NEEDED: (*_OPEN, (Move.ASK, Detail(note="Is an interpreter needed?"))),
    OfferStatus.ACCEPTED: _TAKEN,
    OfferStatus.ACTIVE: (*_TAKEN, (Move.FIRST_CONTACT, Detail())),
    OfferStatus.DECLINED: (
        *_OPEN,
        (Move.DECLINE, Detail(reason=DeclineReason.CAPACITY, whose_choice=WhoseChoice.SERVICE)),
    ),
    OfferStatus.WITHDRAWN: (*_OPEN, (Move.WITHDRAW, Detail(reason="by_person"))),
    OfferStatus.ERROR: ((Move.MARK_ERROR, Detail()),),
}
"""The moves that lead to each state of an offer in the scene."""

SECOND_LEAD = Actor(
    id=CONSORTIUM["sponsor"].id, organisation_id=HOSPITAL, roles=frozenset({Role.LEAD_CASEWORKER})
)
"""Somebody who refers on behalf of another organisation, so that there are rows which our lead may not see."""


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A referral that is ready to be sent: the person, the request, and the digest of its preview."""

    person: Reference
    reference: Reference
    digest: str


class Stage:
    """Adds to the scene inside one transaction of the system; ids and references are the same each time."""

    def __init__(self, session: Session, settings: Settings, *, now: datetime = _BEFORE, seed: int = 0) -> None:
        self.session, self.now = session, now
        self.vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
        self.record = recorder(session, settings.audit_key)
        self.new_id, self.policy = Ids(), Policy()
        self._seed, self._references = seed, 0
        for _ in range(seed):
            self.new_id()

    def new_reference(self) -> Reference:
        """Give the next reference."""
        self._references += 1
        return new_reference(hashlib.sha256(b"%d/%d" % (self._seed, self._references)).digest()[:8])

    def services(self) -> None:
        """Add three services: housing and advocacy, which are eligible, and one for the young, which is not."""
        housing = Terms(organisation_name="Shelter Team", need_categories=frozenset({NeedCategory.SHELTER_ACCOMMODATION}))
        advocacy = Terms(organisation_name="Galop Team", need_categories=frozenset({NeedCategory.SHELTER_ACCOMMODATION}))
        young = Terms(organisation_name="Galop Team", age_max=17)
        self._service(HOUSING, SHELTER, "Housing advice", RecipientKind.SHELTER, housing)
        self._service(ADVOCACY, GALOP, "Advocacy", RecipientKind.BY_AND_FOR, advocacy)
        self._service(YOUTH, GALOP, "Youth work", RecipientKind.BY_AND_FOR, young)
        for organisation_id in (SHELTER, GALOP):
            agreement = Agreement(
                id=AgreementId(self.new_id()),
                organisation_id=organisation_id,
                categories=frozenset(DataCategory),
                status=AgreementStatus.LIVE,
                starts_on=date(2026, 1, 1),
            )
            directory.add_agreement(self.session, agreement)
        self.session.flush()

    def _service(
        self, id_: ServiceId, organisation_id: OrganisationId, name: str, kind: RecipientKind, terms: Terms
    ) -> None:
        own = {"service_id": id_, "organisation_id": organisation_id}
        directory.add_service(self.session, **own, key=name.lower().replace(" ", "_"), name=name, recipient=kind)
        directory.add_remit(
            self.session, remit_id=self.new_id(), **own, valid_from=date(2026, 1, 1), valid_to=None, terms=terms
        )
        directory.say_capacity(
            self.session, capacity_id=self.new_id(), **own, state=CapacityState.OPEN, places=2, said_at=self.now
        )

    def person(self, actor: Actor = CONSORTIUM["caseworker"].actor) -> Reference:
        """Add a person with a plan, a high-risk assessment and consents for both partners."""
        reference, by = self.new_reference(), {"actor": actor, "now": self.now, "new_id": self.new_id}
        tools = (self.session, self.vault, self.record)
        people.add_person(*tools, identity=_identity(), reference=reference, **by)
        people.confirm_contact_plan(*tools, reference=reference, contact=_contact(), **by)
        answers = {q.key: Answer.YES for q in QUESTIONS[:15]} | {q.key: Answer.NO for q in QUESTIONS[15:]}
        findings = Findings(answers=answers, age=35)
        people.record_assessment(*tools, reference=reference, findings=findings, policy=self.policy, **by)
        for organisation_id in (SHELTER, GALOP):
            self.consent(reference, organisation_id, actor)
        return reference

    def consent(self, person: Reference, organisation_id: OrganisationId, actor: Actor) -> None:
        """Record that the person agrees to the minimum and more for one organisation."""
        said = Said(
            organisation_id=organisation_id,
            agreed=True,
            categories=default_minimum(RecipientKind.SHELTER) | default_minimum(RecipientKind.BY_AND_FOR),
            method=Method.VERBAL,
            alone=Alone.YES,
            limits_explained=True,
        )
        by = {"actor": actor, "now": self.now, "new_id": self.new_id, "policy": self.policy}
        people.record_consent(self.session, self.record, reference=person, said=said, **by)

    def desk(self, actor: Actor) -> referrals.Desk:
        """Give what the use cases of composing are handed."""
        tools = {"session": self.session, "vault": self.vault, "record": self.record, "new_id": self.new_id}
        return referrals.Desk(actor=actor, now=self.now, policy=self.policy, **tools)

    def draft(self, person: Reference, actor: Actor = CONSORTIUM["caseworker"].actor) -> Draft:
        """Begin a referral: part 1 is settled."""
        composition = Composition(
            needs=frozenset({NeedCategory.SHELTER_ACCOMMODATION}), domestic_abuse=True, marac=MaracAnswer.REFERRED
        )
        words = Words(incident=INCIDENT, safety_plan="Stays with a friend.")
        return referrals.start(self.desk(actor), person, self.new_reference(), composition, words)

    def ready(
        self, person: Reference, service_id: ServiceId = HOUSING, actor: Actor = CONSORTIUM["caseworker"].actor
    ) -> Referral:
        """Compose a referral up to its preview."""
        desk, draft = self.desk(actor), self.draft(person, actor)
        referrals.choose_service(desk, referrals.compose(desk, person, draft.reference), service_id)
        composed = referrals.compose(desk, person, draft.reference)
        assert composed.obstacles == ()
        return Referral(person=person, reference=draft.reference, digest=composed.digest)

    def offer(
        self,
        status: OfferStatus = OfferStatus.SENT,
        *,
        service_id: ServiceId = HOUSING,
        actor: Actor = CONSORTIUM["caseworker"].actor,
    ) -> Reference:
        """Send an offer about a new person, and lead it to a state."""
        desk, referral, reference = self.desk(actor), self.ready(self.person(actor), service_id, actor), self.new_reference()
        composed = referrals.compose(desk, referral.person, referral.reference)
        calendar = england_and_wales()
        referrals.send(
            desk, composed, digest=referral.digest, reference=reference, sender="Croydon", calendar=calendar
        )
        partner = CONSORTIUM["shelter_worker" if service_id == HOUSING else "galop_worker"].actor
        for move, detail in STEPS[status]:
            by = actor if move in {Move.WITHDRAW, Move.MARK_ERROR} else partner
            self._make(reference, move, detail, by)
        return reference

    def _make(self, reference: Reference, move: Move, detail: Detail, by: Actor) -> None:
        tools = {"session": self.session, "vault": self.vault, "record": self.record, "new_id": self.new_id}
        desk = offers.Desk(actor=by, now=self.now, calendar=england_and_wales(), policy=self.policy, **tools)
        version = offers.store.get(self.session, reference).offer.version
        if move is Move.ACCEPT:
            offers.accept(desk, reference, version)
        else:
            offers.make(desk, reference, move, version, detail=detail, text=detail.note)


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What the scene holds, by reference; `foreign` things belong to organisations that are not asked."""

    person: Reference
    referral: Referral
    offers: Mapping[OfferStatus, Reference]
    foreign_person: Reference
    foreign_referral: Referral
    foreign_offer: Reference

    @property
    def offer(self) -> Reference:
        """The offer that was sent to Shelter and not opened."""
        return self.offers[OfferStatus.SENT]


def set_scene(database: Database, settings: Settings, statuses: tuple[OfferStatus, ...] = tuple(STEPS)) -> Scene:
    """Fill a database that has the consortium: our lead's offers to Shelter, and rows of nobody we know.

    The foreign offer goes from a second lead to Galop, so that neither our lead nor Shelter may see it.
    """
    with database.system() as session:
        stage = Stage(session, settings)
        stage.services()
        person, foreign = stage.person(), stage.person(SECOND_LEAD)
        return Scene(
            person=person,
            referral=stage.ready(person),
            offers={status: stage.offer(status) for status in statuses},
            foreign_person=foreign,
            foreign_referral=stage.ready(foreign, HOUSING, SECOND_LEAD),
            foreign_offer=stage.offer(OfferStatus.ACKNOWLEDGED, service_id=ADVOCACY, actor=SECOND_LEAD),
        )


def _identity() -> Identity:
    return Identity(
        name=NAME, birth_date=date(1991, 3, 14), phone=PHONE, address="1 Canary Row", borough=Borough.HACKNEY
    )


def _contact() -> SafeContact:
    weekdays = Window(days=frozenset(range(5)), opens=time(10), closes=time(14))
    plan = ContactPlan(
        channels={Channel.MOBILE_CALL: Safety.YES, Channel.POST: Safety.NO},
        sensitive=True,
        windows=(weekdays,),
        voicemail_ok=Safety.NO,
        text_ok=Safety.NO,
        say_if_other_answers="Say that it is a wrong number, and end.",
        has_code_word=True,
    )
    return SafeContact(plan=plan, ways={Channel.MOBILE_CALL: PHONE}, code_word=WORD)
