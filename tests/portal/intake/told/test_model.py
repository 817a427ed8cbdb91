"""What another agency told, read back from exactly what was shared: nothing retyped, nothing made up."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Safety
from lvws_core.ids import CaseId, OfferId, OrganisationId, PersonId, Reference, RequestId, ServiceId
from lvws_core.referrals import Direction, Offer
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Borough, CrimeCategory, DomesticAbuseLevel, Language, NeedCategory, ReferralSource
from partners.offers.snapshot.model import Snapshot, read_snapshot, snapshot_bytes
from portal.intake.terms.model import priority_of
from portal.intake.told.model import (
    NOT_TOLD,
    Facts,
    case_from,
    contact_told,
    facts_told,
    fields_told,
    identity_told,
)
from portal.people.contact_plan.model import shared_contact
from portal.people.model import Identity, Person, PersonRecord
from portal.referrals.model import Composition, Draft, Words, shareable
from tests.builders import CONSORTIUM, GALOP, LEAD, NOW, Ids
from tests.portal.people.builders import a_contact as a_safe_contact
from tests.scene import PHONE, a_contact

TODAY = date(2026, 11, 23)
NEEDS = frozenset({NeedCategory.SHELTER_ACCOMMODATION})
WHO = frozenset(
    {DataCategory.IDENTITY, DataCategory.LOCATION_BOROUGH, DataCategory.FULL_ADDRESS, DataCategory.ACCESS_NEEDS}
)
NOTHING = Composition(needs=NEEDS)
words = st.text(alphabet="abc de", min_size=1, max_size=12).map(str.strip).filter(bool)
identities = st.builds(
    Identity,
    name=words,
    pronouns=st.just("") | words,
    borough=st.sampled_from(Borough),
    language=st.none() | st.sampled_from(Language),
    interpreter=st.booleans(),
    access_needs=st.just("") | words,
    address=st.just("") | words,
)


def shared(
    identity: Identity,
    composition: Composition = NOTHING,
    *,
    contact: bool = True,
    left_out: frozenset[DataCategory] = frozenset(),
) -> Snapshot:
    person = Person(id=PersonId(Ids()()), reference=Reference("7QK2-M9"), version=1, created_at=NOW, identity=identity)
    draft = Draft(
        id=RequestId(Ids()()),
        reference=Reference("9XW3-B7"),
        person_id=person.id,
        person_reference=person.reference,
        organisation_id=GALOP,
        version=1,
        created_at=NOW,
        sent=False,
        composition=composition,
        words=Words(incident="Pushed."),
    )
    record = PersonRecord(person=person, contact=a_contact() if contact else None)
    fields = shareable(record, draft, TODAY, Direction.INWARD)
    kept = {category: value for category, value in fields.items() if category not in left_out}
    return read_snapshot(snapshot_bytes(kept))


@given(identities)
def test_what_was_shared_is_the_record_and_nothing_has_to_be_typed_again(identity: Identity) -> None:
    told = identity_told(shared(identity))
    assert told == msgspec.structs.replace(identity, phone=PHONE)


@given(identities)
def test_what_was_not_shared_stays_unknown(identity: Identity) -> None:
    told = identity_told(shared(identity, contact=False, left_out=WHO))
    assert told == Identity(name=NOT_TOLD)
    assert fields_told(told) == ()


def test_the_fields_that_were_told_are_named() -> None:
    identity = Identity(name="Olive Elsewhere", borough=Borough.HACKNEY, birth_date=date(1991, 3, 14))
    assert fields_told(identity_told(shared(identity))) == ("name", "phone", "borough")


def test_the_day_of_birth_is_never_told_and_the_age_belongs_to_the_case() -> None:
    snapshot = shared(Identity(name="Olive Elsewhere", birth_date=date(1991, 3, 14)))
    assert identity_told(snapshot).birth_date is None
    assert facts_told(snapshot).age == 35


def test_the_plan_comes_with_its_ways_and_word_as_it_was_confirmed() -> None:
    told = contact_told(shared(Identity(name="Olive Elsewhere")))
    assert told is not None
    assert (told.plan, told.ways, told.code_word) == (a_contact().plan, a_contact().ways, a_contact().code_word)
    assert contact_told(shared(Identity(name="Olive Elsewhere"), contact=False)) is None


def test_cont_01_what_was_said_of_people_and_devices_comes_too_as_a_note() -> None:
    watched = replace(a_safe_contact(), unsafe_people=("his brother",), monitored=Safety.YES, note="Rings twice.")
    told = contact_told({DataCategory.SAFE_CONTACT: shared_contact(watched)})
    assert told is not None
    assert told.plan == watched.plan
    for words in ("Never talk to: his brother.", "may be watched", "Rings twice."):
        assert words in told.note
    assert "Call only" not in told.note, "the plan itself says that"


@pytest.mark.parametrize("abuse", [True, False])
@pytest.mark.parametrize("crime", [None, CrimeCategory.RAPE, CrimeCategory.BURGLARY_DWELLING])
def test_crime_and_domestic_abuse_are_told_to_the_lead(crime: CrimeCategory | None, *, abuse: bool) -> None:
    composition = Composition(needs=NEEDS, domestic_abuse=abuse, crime=crime)
    facts = facts_told(shared(Identity(name="Olive Elsewhere"), composition))
    assert (facts.crime, facts.domestic_abuse) == (crime, abuse)


def test_to_a_partner_neither_leaves() -> None:
    record = PersonRecord(
        person=Person(
            id=PersonId(Ids()()),
            reference=Reference("7QK2-M9"),
            version=1,
            created_at=NOW,
            identity=Identity(name="Olive Elsewhere"),
        )
    )
    composition = Composition(needs=NEEDS, domestic_abuse=True, crime=CrimeCategory.RAPE)
    draft = Draft(
        id=RequestId(Ids()()),
        reference=Reference("9XW3-B7"),
        person_id=record.person.id,
        person_reference=record.person.reference,
        organisation_id=LEAD,
        version=1,
        created_at=NOW,
        sent=False,
        composition=composition,
        words=Words(incident="Pushed."),
    )
    told = shareable(record, draft, TODAY)[DataCategory.INCIDENT_SUMMARY]
    assert told == {"lines": [{"label": "What happened", "text": "Pushed."}]}


def an_offer(risk: Band) -> Offer:
    return Offer(
        id=OfferId(Ids()()),
        request_id=RequestId(Ids()()),
        service_id=ServiceId(Ids()()),
        organisation_id=OrganisationId(LEAD),
        lead_organisation_id=OrganisationId(GALOP),
        risk=risk,
        created_at=NOW,
        sent_at=NOW,
        direction=Direction.INWARD,
    )


@pytest.mark.parametrize(
    ("risk", "abuse", "level"),
    [
        (Band.HIGH, True, DomesticAbuseLevel.HIGH),
        (Band.MEDIUM, True, DomesticAbuseLevel.LOW_MEDIUM),
        (Band.STANDARD, True, DomesticAbuseLevel.LOW_MEDIUM),
        (Band.HIGH, False, None),
        (Band.HIGH, None, None),
    ],
)
def test_risk_14_the_level_of_domestic_abuse_follows_from_the_risk(
    risk: Band, abuse: bool | None, level: DomesticAbuseLevel | None
) -> None:
    case = case_from(
        an_offer(risk),
        Facts(domestic_abuse=abuse),
        case_id=CaseId(Ids()()),
        reference=Reference("7QK2-M9"),
        needs=NEEDS,
        by=CONSORTIUM["intake"].id,
        at=NOW,
        policy_version="2026-11",
    )
    assert (case.da_level, case.source_da_level, case.epr) == (level, level, level is not None)
    assert (case.source, case.source_epr, case.taken_up, case.person_id) == (
        ReferralSource.OTHER_AGENCY,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("crime", "age", "abuse", "expected"),
    [
        (None, None, False, False),
        (None, 17, False, True),
        (None, 18, False, False),
        (None, 40, True, True),
        (CrimeCategory.RAPE, 40, False, True),
        (CrimeCategory.BICYCLE_THEFT, 40, False, False),
    ],
)
def test_code_40_enhanced_priority_is_the_cores_from_what_was_told(
    crime: CrimeCategory | None, age: int | None, *, abuse: bool, expected: bool
) -> None:
    assert priority_of(crime, age, abuse=abuse).is_epr == expected
