from datetime import date

import msgspec
import pytest

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Channel, Safety
from lvws_core.consent.minimum import RecipientKind, addable, default_minimum
from lvws_core.consent.sharing import NEVER_BY_DEFAULT
from lvws_core.ids import OrganisationId, PersonId, Reference, RequestId
from lvws_core.policy import Policy
from lvws_core.risk.dash import QUESTIONS, Answer, Band
from lvws_core.vocabulary import Borough, Language, NeedCategory
from partners.offers.snapshot.model import read_snapshot, snapshot_bytes
from portal.people.contact_plan.model import SafeContact
from portal.people.model import Identity, Person, PersonRecord
from portal.people.risk.model import Findings, assess
from portal.referrals.model import (
    Composition,
    Draft,
    Words,
    need_of,
    offered_categories,
    risk_of,
    shareable,
    ticked_at_first,
)
from tests.builders import LEAD, NOW, Ids
from tests.scene import PHONE, a_contact

TODAY = date(2026, 11, 23)
NO_WORDS = Words()
NEEDS = frozenset({NeedCategory.SHELTER_ACCOMMODATION, NeedCategory.DRUGS_ALCOHOL})


def a_record(identity: Identity, *, contact: SafeContact | None = None, yes: int | None = None) -> PersonRecord:
    person = Person(id=PersonId(Ids()()), reference=Reference("7QK2-M9"), version=1, created_at=NOW, identity=identity)
    assessment = None
    if yes is not None:
        findings = Findings(answers={q.key: Answer.YES for q in QUESTIONS[:yes]}, age=35)
        assessment = assess(findings, assessment_id=Ids()(), at=NOW, on=TODAY, borough=Borough.HACKNEY, policy=Policy())
    return PersonRecord(person=person, contact=contact, assessment=assessment)


def a_draft(words: Words = NO_WORDS) -> Draft:
    return Draft(
        id=RequestId(Ids()()),
        reference=Reference("9XW3-B7"),
        person_id=PersonId(Ids()()),
        person_reference=Reference("7QK2-M9"),
        organisation_id=OrganisationId(LEAD),
        version=1,
        created_at=NOW,
        sent=False,
        composition=Composition(needs=NEEDS),
        words=words,
    )


def text_of(values: object) -> str:
    return msgspec.json.encode(values).decode()


def test_nothing_recorded_is_no_category_to_share() -> None:
    found = shareable(a_record(Identity(name="Rowan Example")), a_draft(), TODAY)
    assert set(found) == {DataCategory.IDENTITY, DataCategory.LOCATION_BOROUGH, DataCategory.NEED_TYPES}


def test_everything_recorded_is_a_category_of_its_own() -> None:
    identity = Identity(
        name="Rowan Example", address="1 Nowhere Lane", borough=Borough.HACKNEY, language=Language.TIGRINYA
    )
    record = a_record(identity, contact=a_contact(), yes=15)
    found = shareable(record, a_draft(Words(incident="Pushed.", safety_plan="Locks changed.")), TODAY)
    assert set(found) == {
        DataCategory.IDENTITY,
        DataCategory.ACCESS_NEEDS,
        DataCategory.LOCATION_BOROUGH,
        DataCategory.FULL_ADDRESS,
        DataCategory.NEED_TYPES,
        DataCategory.INCIDENT_SUMMARY,
        DataCategory.RISK_LEVEL,
        DataCategory.RISK_ASSESSMENT_FULL,
        DataCategory.SAFETY_PLAN,
        DataCategory.SAFE_CONTACT,
    }
    assert "Nowhere Lane" in text_of(found.pop(DataCategory.FULL_ADDRESS))  # type: ignore[attr-defined]
    assert "Nowhere Lane" not in text_of(found)


def test_what_is_shareable_survives_the_bytes_of_the_snapshot() -> None:
    record = a_record(Identity(name="Rowan Example", borough=Borough.HACKNEY), contact=a_contact(), yes=15)
    found = shareable(record, a_draft(Words(incident="Pushed.")), TODAY)
    kept = read_snapshot(snapshot_bytes(found))
    assert set(kept) == set(found)
    assert snapshot_bytes(msgspec.to_builtins(kept)) == snapshot_bytes(found)


def test_top_10_only_the_ways_that_are_confirmed_safe_can_leave() -> None:
    contact = a_contact()
    ways = {**contact.ways, Channel.LANDLINE: "020 7946 0999"}
    unsafe = msgspec.structs.replace(
        contact,
        ways=ways,
        plan=msgspec.structs.replace(contact.plan, channels={**contact.plan.channels, Channel.LANDLINE: Safety.NO}),
    )
    told = text_of(shareable(a_record(Identity(name="Rowan Example"), contact=unsafe), a_draft(), TODAY))
    assert PHONE in told
    assert "020 7946 0999" not in told


def test_the_age_leaves_and_the_birth_date_stays() -> None:
    identity = Identity(name="Rowan Example", birth_date=date(1991, 11, 23))
    told = text_of(shareable(a_record(identity), a_draft(), TODAY))
    assert '"35"' in told
    assert "1991" not in told


@pytest.mark.parametrize(("yes", "band"), [(None, None), (3, Band.STANDARD), (15, Band.HIGH)])
def test_risk_15_the_displayed_level_is_that_of_the_newest_assessment(yes: int | None, band: Band | None) -> None:
    assert risk_of(a_record(Identity(name="Rowan Example"), yes=yes)) == band


def test_the_need_is_made_of_person_and_composition() -> None:
    identity = Identity(
        name="Rowan Example", birth_date=date(1991, 11, 24), borough=Borough.HACKNEY, language=Language.TIGRINYA
    )
    need = need_of(a_record(identity, yes=15), Composition(needs=NEEDS, domestic_abuse=True), TODAY)
    assert (need.age, need.borough, need.risk) == (34, Borough.HACKNEY, Band.HIGH)
    assert (need.categories, need.languages, need.domestic_abuse) == (NEEDS, {Language.TIGRINYA}, True)


def test_a_need_without_birth_date_language_or_assessment_says_so() -> None:
    need = need_of(a_record(Identity(name="Rowan Example")), Composition(needs=NEEDS), TODAY)
    assert (need.age, need.borough, need.risk, need.languages) == (None, Borough.UNKNOWN, Band.STANDARD, frozenset())


@pytest.mark.parametrize("recipient", list(RecipientKind))
def test_cons_30_the_minimum_is_ticked_and_nothing_else_can_be_but_what_may_be_added(recipient: RecipientKind) -> None:
    recorded = dict.fromkeys(DataCategory, "told")
    offered = offered_categories(recipient, recorded)
    assert list(offered) == sorted(offered, key=list(DataCategory).index)
    assert set(offered) == default_minimum(recipient) | addable(recipient)
    assert ticked_at_first(recipient, recorded) == default_minimum(recipient)
    assert not set(offered) & NEVER_BY_DEFAULT


def test_what_is_not_recorded_can_not_be_ticked() -> None:
    recorded = {DataCategory.IDENTITY: {}}
    assert offered_categories(RecipientKind.SHELTER, recorded) == (DataCategory.IDENTITY,)
    assert ticked_at_first(RecipientKind.SHELTER, recorded) == {DataCategory.IDENTITY}
