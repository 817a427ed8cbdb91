"""Recording what a person said about sharing, and reading it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from lvws_core.consent import Consent, ConsentStatus, Purpose
from lvws_core.ids import ConsentId, OrganisationId, PersonId, Reference
from lvws_core.ports import RecordKey
from portal.people import store as people
from portal.people.consent import store
from portal.people.consent.footing import store as footings
from portal.people.consent.footing.model import Footing, NotTaken
from portal.people.consent.model import (
    Heard,
    RecordedConsent,
    Said,
    ask_again_day,
    consent_from,
    in_force,
    review_day,
    set_aside,
)
from portal.people.model import age_on
from portal.people.service import Desk


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has answered: every consent, newest first, with footings, the yeses not taken, and their age.

    `age` is in whole years, None where the date of birth is not known.
    """

    recorded: tuple[RecordedConsent, ...]
    footings: Mapping[ConsentId, Footing]
    not_taken: tuple[NotTaken, ...]
    age: int | None


def read_answers(desk: Desk, reference: Reference) -> Answers:
    """Give what a person has answered, for a page with the plan on top; event `person.read`.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    key = people.key_of(desk.session, reference)
    person_id = PersonId(key.record_id)
    desk.note("person.read", person_id, fields=("birth_date", "consents", "contact_plan"))
    return Answers(
        recorded=store.of_person(desk.session, person_id),
        footings=footings.of_person(desk.session, desk.vault, key),
        not_taken=footings.not_taken(desk.session, desk.vault, key),
        age=age_of(desk, reference),
    )


def age_of(desk: Desk, reference: Reference) -> int | None:
    """Give a person's age in whole years, None where the date of birth is not known; the caller records the read.

    Raises:
        Missing: There is no such person, or not for this actor.
    """
    born = people.get(desk.session, desk.vault, reference).identity.birth_date
    return None if born is None else age_on(born, desk.today)


def declined_of(desk: Desk, reference: Reference) -> Mapping[tuple[OrganisationId, Purpose], date]:
    """Give from which London day on a person who said no may be asked again, by organisation and purpose.

    Raises:
        Missing: There is no such person, or not for this actor.

    Source: CONS-21.
    """
    recorded = in_force(store.of_person(desk.session, people.finder(desk.session)(reference).id))
    about = ((each.consent.organisation_id, each.consent.purpose, each.ask_again_on) for each in recorded)
    return {(organisation_id, purpose): day for organisation_id, purpose, day in about if day}


def record_consent(desk: Desk, reference: Reference, said: Said) -> Heard:
    """Store what the person said about one organisation; events `consent.given`, `consent.declined`.

    A yes that does not count as the person's own is kept apart and changes nothing: `consent.not_taken`.

    What stood before for the same organisation and purpose is set aside first, a yes that becomes a
    no with the event `consent.withdrawn`, even if it had run out meanwhile.

    Raises:
        Missing: There is no such person, or not for this actor.
        Conflict: Somebody else changed an earlier consent at the same moment.

    Source: CONS-10, CONS-40 to CONS-45, TOP-06, TOP-07.
    """
    key = people.key_of(desk.session, reference)
    new_id, person_id = ConsentId(desk.new_id()), PersonId(key.record_id)
    consent = consent_from(said, consent_id=new_id, person_id=person_id, at=desk.now, policy=desk.policy)
    if said.agreed and not said.ability.able:
        return _not_taken(desk, key, consent, said)
    earlier, withdrew = _set_aside(desk, consent, said)
    store.add(desk.session, key, _recorded(desk, consent, said), footings.seal(desk.vault, key, new_id, said.footing))
    if said.agreed:
        ends_at = consent.ends_at(desk.policy).isoformat()
        desk.note("consent.given", person_id, **codes_of(consent), ends_at=ends_at, raised=said.raised)
    else:
        desk.note("consent.declined", person_id, **codes_of(consent))
    return Heard(consent=consent, withdrew=withdrew, earlier=earlier)


def _not_taken(desk: Desk, key: RecordKey, consent: Consent, said: Said) -> Heard:
    kept = NotTaken(
        id=consent.id,
        organisation_id=consent.organisation_id,
        purpose=consent.purpose,
        asked_at=desk.now,
        asked_by=desk.actor.id,
        footing=said.footing,
        informed=said.limits_explained,
    )
    footings.add_not_taken(desk.session, desk.vault, key, kept)
    codes = [reason.code for reason in kept.reasons]
    desk.note("consent.not_taken", consent.person_id, **codes_of(consent), reasons=codes)
    return Heard(consent=consent, taken=False)


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
        review_on=review_day(said, consent, desk.policy),
        ask_again_on=ask_again_day(said, desk.now, desk.policy),
    )


def codes_of(consent: Consent) -> Mapping[str, Any]:
    """Give the codes that an event says of a consent."""
    return {
        "consent_id": str(consent.id),
        "organisation_id": str(consent.organisation_id),
        "purpose": consent.purpose.value,
        "categories": sorted(category.value for category in consent.categories),
    }
