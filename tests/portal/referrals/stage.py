"""People and referrals for the tests of composing, made through the use cases inside one open transaction."""

import hashlib

import msgspec
from sqlmodel import Session

from lvws_core.actors import Actor, Role
from lvws_core.consent.minimum import RecipientKind, default_minimum
from lvws_core.desk import Desk
from lvws_core.ids import OrganisationId, Reference, ServiceId, new_reference
from lvws_core.policy import Policy
from lvws_core.risk.dash import QUESTIONS, Answer
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import NeedCategory
from portal.audit.service import recorder
from portal.people.consent.model import Alone, Method, Said
from portal.people.consent.service import record_consent
from portal.people.contact_plan.service import confirm_contact_plan
from portal.people.model import Identity
from portal.people.risk.model import Findings
from portal.people.risk.service import record_assessment
from portal.people.service import add_person
from portal.referrals import service as referrals
from portal.referrals.model import Composition, Draft, MaracAnswer, Words
from portal.settings import Settings
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, HOSPITAL, NOW, SHELTER, Ids
from tests.scene import HOUSING, INCIDENT, NAME, PHONE, a_contact

CASEWORKER = CONSORTIUM["caseworker"].actor
SECOND_LEAD = Actor(id=CONSORTIUM["sponsor"].id, organisation_id=HOSPITAL, roles=frozenset({Role.LEAD_CASEWORKER}))
"""Somebody who refers on behalf of another organisation, so that there are rows which our lead may not see."""

_TAKEN = 100  # more ids than the services of the scene use
_AGREED = default_minimum(RecipientKind.SHELTER) | default_minimum(RecipientKind.BY_AND_FOR)


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """A referral that is ready to be sent: the person, the request, and the digest of its preview."""

    person: Reference
    reference: Reference
    digest: str


class Stage:
    """Adds people and referrals; ids and references are the same each time."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session = session
        self.vault = KeyVault(settings.secrets.vault_key, settings.secrets.index_key)
        self.record = recorder(session, settings.audit_key)
        self.new_id, self._references = Ids(), 0
        for _ in range(_TAKEN):
            self.new_id()

    def new_reference(self) -> Reference:
        """Give the next reference."""
        self._references += 1
        return new_reference(hashlib.sha256(b"%d" % self._references).digest()[:8])

    def desk(self, actor: Actor = CASEWORKER) -> Desk[Session]:
        """Give what a use case is handed."""
        return Desk(
            session=self.session,
            actor=actor,
            now=NOW,
            vault=self.vault,
            calendar=england_and_wales(),
            policy=Policy(),
            record=self.record,
            new_id=self.new_id,
            new_reference=self.new_reference,
        )

    def person(self, actor: Actor = CASEWORKER) -> Reference:
        """Add a person with a plan, a high-risk assessment and consents for both partners."""
        desk = self.desk(actor)
        reference = add_person(desk, Identity(name=NAME, phone=PHONE, address="1 Canary Row")).reference
        confirm_contact_plan(desk, reference, a_contact())
        answers = {q.key: Answer.YES for q in QUESTIONS[:15]}
        record_assessment(desk, reference, Findings(answers=answers, age=35))
        for organisation_id in (SHELTER, GALOP):
            record_consent(desk, reference, a_reply(organisation_id))
        return reference

    def draft(self, person: Reference, actor: Actor = CASEWORKER) -> Draft:
        """Begin a referral: part 1 is settled."""
        needs = frozenset({NeedCategory.SHELTER_ACCOMMODATION})
        composition = Composition(needs=needs, domestic_abuse=True, marac=MaracAnswer.REFERRED)
        words = Words(incident=INCIDENT, safety_plan="Stays with a friend.")
        return referrals.start(self.desk(actor), person, composition, words)

    def ready(self, person: Reference, service_id: ServiceId = HOUSING, actor: Actor = CASEWORKER) -> Referral:
        """Compose a referral up to its preview."""
        desk, draft = self.desk(actor), self.draft(person, actor)
        referrals.choose_service(desk, referrals.compose(desk, person, draft.reference), service_id)
        composed = referrals.compose(desk, person, draft.reference)
        assert composed.obstacles == ()
        return Referral(person=person, reference=draft.reference, digest=composed.digest)


def a_reply(organisation_id: OrganisationId, *, agreed: bool = True) -> Said:
    """Give what a person says about one organisation: yes to the minimum and more, or no."""
    return Said(
        organisation_id=organisation_id,
        agreed=agreed,
        categories=_AGREED if agreed else frozenset(),
        method=Method.VERBAL,
        alone=Alone.YES,
        limits_explained=True,
    )
