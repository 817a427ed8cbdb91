"""What is done with people: each use case loads, decides, stores and records."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from lvws_core.actors import Actor
from lvws_core.consent import Consent, ConsentStatus
from lvws_core.events import Event
from lvws_core.ids import ConsentId, PersonId, Reference
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from lvws_core.times import london_day
from portal.people import store
from portal.people.consent import store as consent_store
from portal.people.consent.model import RecordedConsent, Said, consent_from, set_aside
from portal.people.contact_plan import store as contact_store
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity, Person, PersonRecord, Sought, age_on, changed_fields
from portal.people.risk import store as risk_store
from portal.people.risk.model import Assessment, Findings, Ground, assess
from portal.people.store import Session

Record = Callable[[Event], None]

FOUND_FIELDS = ("name", "birth_date", "borough")
"""The red fields that a result of a search shows."""

RECORD_FIELDS = ("identity", "contact_plan", "consents", "risk_assessment")
"""The red fields that a person's page shows."""


def add_person(
    session: Session,
    vault: Vault,
    record: Record,
    *,
    identity: Identity,
    reference: Reference,
    new_id: Callable[[], UUID],
    actor: Actor,
    now: datetime,
) -> Person:
    """Add a person to the actor's organisation; event `person.added`.

    Raises:
        IntegrityError: The reference is taken, one chance in hundreds of millions; try with another.
    """
    person = Person(id=PersonId(new_id()), reference=reference, version=1, created_at=now, identity=identity)
    store.add(session, vault, person, owner_id=actor.organisation_id, by=actor.id)
    record(_event("person.added", person.id, actor, now))
    return person


def find_people(
    session: Session, vault: Vault, record: Record, *, sought: Sought, actor: Actor, now: datetime
) -> tuple[Person, ...]:
    """Give the people who match exactly, newest first; events `person.sought`, and `person.read` for each."""
    found = store.find(session, vault, sought)
    record(_event("person.sought", actor.id, actor, now, by=sought.ways, found=len(found)))
    for person in found:
        record(_event("person.read", person.id, actor, now, fields=FOUND_FIELDS))
    return found


def read_record(
    session: Session, vault: Vault, record: Record, *, reference: Reference, actor: Actor, now: datetime
) -> PersonRecord:
    """Give everything in force about a person; event `person.read`.

    Raises:
        Missing: There is none, or not for this actor.
    """
    found = store.record_of(session, vault, reference)
    record(_event("person.read", found.person.id, actor, now, fields=RECORD_FIELDS))
    return found


def read_identity(
    session: Session, vault: Vault, record: Record, *, reference: Reference, actor: Actor, now: datetime
) -> Person:
    """Give a person with the identity alone; event `person.read`.

    Raises:
        Missing: There is none, or not for this actor.
    """
    person = store.get(session, vault, reference)
    record(_event("person.read", person.id, actor, now, fields=("identity",)))
    return person


def read_consents(
    session: Session, record: Record, *, reference: Reference, actor: Actor, now: datetime
) -> tuple[RecordedConsent, ...]:
    """Give every consent of a person, newest first; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person_id = store.finder(session)(reference).id
    record(_event("person.read", person_id, actor, now, fields=("consents",)))
    return consent_store.of_person(session, person_id)


def ground_of_assessment(
    session: Session, vault: Vault, record: Record, *, reference: Reference, actor: Actor, now: datetime
) -> Ground:
    """Give what is known before an assessment: the age today, and the series; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person = store.get(session, vault, reference)
    born = person.identity.birth_date
    record(_event("person.read", person.id, actor, now, fields=("birth_date", "risk_assessment")))
    age = age_on(born, london_day(now)) if born else None
    return Ground(age=age, earlier=risk_store.series(session, person.id))


def is_assessed(session: Session, reference: Reference) -> bool:
    """Say whether there is any assessment of a person.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    return bool(risk_store.series(session, store.finder(session)(reference).id))


def change_identity(
    session: Session,
    vault: Vault,
    record: Record,
    *,
    reference: Reference,
    identity: Identity,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> Person:
    """Store a changed identity and give the person as it is now; event `person.identity_changed`.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: Somebody else changed it since `expected_version`.
    """
    old = store.get(session, vault, reference)
    changed = replace(old, identity=identity, version=expected_version + 1)
    store.put(session, vault, changed, expected_version=expected_version)
    fields = changed_fields(old.identity, identity)
    record(_event("person.identity_changed", old.id, actor, now, version=changed.version, fields=fields))
    return changed


def confirm_contact_plan(
    session: Session,
    vault: Vault,
    record: Record,
    *,
    reference: Reference,
    contact: SafeContact,
    new_id: Callable[[], UUID],
    actor: Actor,
    now: datetime,
) -> SafeContact:
    """Store a plan as confirmed with the person now; event `contact_plan.confirmed`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = store.key_of(session, reference)
    confirmed = replace(contact, plan=replace(contact.plan, confirmed_at=now))
    contact_store.add(session, vault, key, confirmed, plan_id=new_id(), by=actor.id, at=now)
    record(_event("contact_plan.confirmed", key.record_id, actor, now, safe_channels=len(confirmed.safe)))
    return confirmed


def record_assessment(
    session: Session,
    vault: Vault,
    record: Record,
    *,
    reference: Reference,
    findings: Findings,
    new_id: Callable[[], UUID],
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> Assessment:
    """Score the findings, decide about MARAC, set the level and store all of it; event `risk.assessed`.

    Raises:
        Missing: There is no such person, or not for this actor.
        Invalid: Findings that cannot be; see `assess`.

    Source: RISK-10 to RISK-15, RISK-38.
    """
    person, key = store.get(session, vault, reference), store.key_of(session, reference)
    borough, today = person.identity.borough, london_day(now)
    made = assess(findings, assessment_id=new_id(), at=now, on=today, borough=borough, policy=policy)
    risk_store.add(session, vault, key, made, by=actor.id)
    detail = {"level": made.level.value, "marac": made.marac.refer, "policy": policy.version}
    record(_event("risk.assessed", person.id, actor, now, **detail))
    return made


def record_consent(
    session: Session,
    record: Record,
    *,
    reference: Reference,
    said: Said,
    new_id: Callable[[], UUID],
    actor: Actor,
    now: datetime,
    policy: Policy,
) -> Consent:
    """Store what the person said about one organisation; events `consent.given` or `consent.declined`.

    What stood before for the same organisation and purpose is set aside first, a live yes that
    becomes a no with the event `consent.withdrawn`.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Somebody else changed an earlier consent at the same moment.

    Source: CONS-21, TOP-06, TOP-07.
    """
    key = store.key_of(session, reference)
    person_id = PersonId(key.record_id)
    consent = consent_from(said, consent_id=ConsentId(new_id()), person_id=person_id, at=now, policy=policy)
    _set_aside(session, record, consent, said, actor=actor, now=now, policy=policy)
    consent_store.add(session, key, _recorded(consent, said, actor, now))
    kind = "consent.given" if said.agreed else "consent.declined"
    record(_event(kind, person_id, actor, now, **_codes(consent)))
    return consent


def _set_aside(
    session: Session, record: Record, consent: Consent, said: Said, *, actor: Actor, now: datetime, policy: Policy
) -> None:
    for earlier in consent_store.of_person(session, consent.person_id):
        old = earlier.consent
        same = (old.organisation_id, old.purpose) == (consent.organisation_id, consent.purpose)
        if same and old.status is ConsentStatus.ACTIVE:
            changed = set_aside(old, said, now, policy)
            consent_store.put_status(session, changed, expected_version=earlier.version)
            if changed.status is ConsentStatus.WITHDRAWN:
                record(_event("consent.withdrawn", old.person_id, actor, now, **_codes(old)))


def _recorded(consent: Consent, said: Said, actor: Actor, now: datetime) -> RecordedConsent:
    return RecordedConsent(
        consent=consent,
        captured_at=now,
        captured_by=actor.id,
        method=said.method,
        alone=said.alone,
        limits_explained=said.limits_explained,
        notice_version=said.notice_version,
    )


def _codes(consent: Consent) -> Mapping[str, Any]:
    return {
        "consent_id": str(consent.id),
        "organisation_id": str(consent.organisation_id),
        "purpose": consent.purpose.value,
        "categories": sorted(category.value for category in consent.categories),
    }


def _event(kind: str, subject_id: UUID, actor: Actor, now: datetime, **detail: Any) -> Event:
    return Event(
        kind=kind,
        at=now,
        actor_id=actor.id,
        subject_id=subject_id,
        organisation_ids=(actor.organisation_id,),
        detail=detail,
    )
