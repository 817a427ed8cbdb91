"""Recording what a person said about sharing, and reading it."""

from collections.abc import Mapping
from typing import Any

from lvws_core.consent import Consent, ConsentStatus
from lvws_core.ids import ConsentId, PersonId, Reference
from portal.people import store as people
from portal.people.consent import store
from portal.people.consent.model import Heard, RecordedConsent, Said, consent_from, set_aside
from portal.people.service import Desk


def read_consents(desk: Desk, reference: Reference) -> tuple[RecordedConsent, ...]:
    """Give every consent of a person, newest first, for a page with the plan on top; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    person_id = people.finder(desk.session)(reference).id
    desk.note("person.read", person_id, fields=("consents", "contact_plan"))
    return store.of_person(desk.session, person_id)


def record_consent(desk: Desk, reference: Reference, said: Said) -> Heard:
    """Store what the person said about one organisation; events `consent.given` or `consent.declined`.

    What stood before for the same organisation and purpose is set aside first, a yes that becomes a
    no with the event `consent.withdrawn`, even if it had run out meanwhile.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Somebody else changed an earlier consent at the same moment.

    Source: CONS-21, TOP-06, TOP-07.
    """
    key = people.key_of(desk.session, reference)
    new_id, person_id = ConsentId(desk.new_id()), PersonId(key.record_id)
    consent = consent_from(said, consent_id=new_id, person_id=person_id, at=desk.now, policy=desk.policy)
    earlier, withdrew = _set_aside(desk, consent, said)
    store.add(desk.session, key, _recorded(desk, consent, said))
    if said.agreed:
        desk.note("consent.given", person_id, **codes_of(consent), ends_at=consent.ends_at(desk.policy).isoformat())
    else:
        desk.note("consent.declined", person_id, **codes_of(consent))
    return Heard(consent=consent, withdrew=withdrew, earlier=earlier)


def _set_aside(desk: Desk, consent: Consent, said: Said) -> tuple[tuple[Consent, ...], bool]:
    """Set aside what stood before; give the yeses that a new one took the place of, and whether one was withdrawn."""
    superseded, withdrew = [], False
    for earlier in store.of_person(desk.session, consent.person_id):
        old = earlier.consent
        same = (old.organisation_id, old.purpose) == (consent.organisation_id, consent.purpose)
        if same and old.status is ConsentStatus.ACTIVE:
            changed = set_aside(old, said, desk.now, desk.policy)
            store.put_status(desk.session, changed, expected_version=earlier.version)
            if not said.agreed:  # also where it had run out: what was sent on its strength may still be open
                desk.note("consent.withdrawn", old.person_id, **codes_of(old))
                withdrew = True
            elif changed.status is ConsentStatus.SUPERSEDED:
                superseded.append(old)
    return tuple(superseded), withdrew


def _recorded(desk: Desk, consent: Consent, said: Said) -> RecordedConsent:
    return RecordedConsent(
        consent=consent,
        captured_at=desk.now,
        captured_by=desk.actor.id,
        method=said.method,
        alone=said.alone,
        limits_explained=said.limits_explained,
        notice_version=said.notice_version,
    )


def codes_of(consent: Consent) -> Mapping[str, Any]:
    """Give the codes that an event says of a consent."""
    return {
        "consent_id": str(consent.id),
        "organisation_id": str(consent.organisation_id),
        "purpose": consent.purpose.value,
        "categories": sorted(category.value for category in consent.categories),
    }
