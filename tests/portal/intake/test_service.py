"""Taking in: one registration becomes a person, a case and a safe-contact plan."""

from datetime import time, timedelta

import pytest
from msgspec.structs import replace

from lvws_core.consent.contact import Channel, Safety, Window
from lvws_core.errors import Invalid, Missing
from lvws_core.events import Event
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Borough, DomesticAbuseLevel, ReferralSource
from portal.intake import store
from portal.intake.allocation.model import AllocationReason
from portal.intake.allocation.service import give
from portal.intake.model import Particulars
from portal.intake.service import same_reference, take_in
from portal.intake.terms.model import Trait
from portal.people import store as people
from portal.people.contact_plan.model import SafeContact, combined
from tests.builders import CONSORTIUM
from tests.portal.intake.builders import a_plan, a_registration, an_identity, from_police
from tests.portal.intake.conftest import DeskOf

TOLD = Particulars(source_reference="CRIS 01/2345-6", domestic_abuse=True, traits=frozenset({Trait.REPEAT_VICTIM}))


def test_one_registration_makes_a_sealed_person_a_case_and_a_confirmed_plan(
    desk_of: DeskOf, recorded: list[Event]
) -> None:
    desk = desk_of("intake")
    case = take_in(desk, a_registration(particulars=TOLD, risk=Band.MEDIUM))
    assert store.get(desk.session, case.reference) == case
    assert (case.da_level, case.epr, case.age) == (DomesticAbuseLevel.LOW_MEDIUM, True, 36)
    person = people.of_ids(desk.session, desk.vault, [case.person_id])[0]
    record = people.record_of(desk.session, desk.vault, person.reference)
    assert person.identity == an_identity()
    assert record.contact is not None
    assert record.contact.plan.confirmed_at == desk.now
    key = people.key_of(desk.session, person.reference)
    assert store.particulars_of(desk.session, desk.vault, key, case.id) == TOLD
    kinds = [event.kind for event in recorded]
    assert kinds == ["person.added", "contact_plan.confirmed", "case.begun", "case.matched"]
    assert "Hazel" not in repr(recorded)


def test_a_plan_that_the_police_told_is_not_confirmed_so_nobody_rings_on_it(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    case = take_in(desk, from_police(contact=a_plan()))
    reference = people.reference_of(desk.session, case.person_id)
    kept = people.record_of(desk.session, desk.vault, reference).contact
    assert kept is not None
    assert kept.plan.confirmed_at is None


def test_what_cannot_be_taken_in_is_refused_by_its_first_fault(desk_of: DeskOf) -> None:
    with pytest.raises(Invalid, match="call: required"):
        take_in(desk_of("intake"), a_registration(contact=None))


@pytest.mark.parametrize("borough", [Borough.OUTSIDE_LONDON, Borough.UNKNOWN, Borough.CITY_OF_LONDON])
def test_every_borough_comes_back_as_it_went_in(desk_of: DeskOf, borough: Borough) -> None:
    desk = desk_of("intake")
    case = take_in(desk, a_registration(identity=an_identity(borough=borough)))
    assert store.get(desk.session, case.reference).borough is borough


def test_a_second_referral_of_somebody_known_keeps_what_is_known(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    first = take_in(desk, a_registration())
    (known,) = people.of_ids(desk.session, desk.vault, [first.person_id])
    later = replace(desk, now=desk.now + timedelta(hours=1))
    again = take_in(later, from_police(identity=an_identity(name="H. Specimen")), known=known)
    assert again.person_id == first.person_id
    assert again.reference != first.reference
    assert people.of_ids(desk.session, desk.vault, [first.person_id])[0].identity == an_identity()


def test_two_people_may_have_one_reference_and_both_are_found_by_it(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    one = from_police(particulars=TOLD)
    other = from_police(particulars=replace(TOLD, source_reference="cris 0123456"), identity=an_identity(name="Fern"))
    cases = [take_in(desk, each) for each in (one, other)]
    assert {case.id for case in same_reference(desk, one)} == {case.id for case in cases}
    assert same_reference(desk, replace(one, source=ReferralSource.WITNESS_CARE_UNIT)) == ()


def test_an_intake_worker_reads_only_own_intakes_and_after_hand_over_there_is_none(desk_of: DeskOf) -> None:
    case = take_in(desk_of("intake"), a_registration())
    assert store.get(desk_of("intake").session, case.reference) == case
    give(desk_of("caseworker"), case, CONSORTIUM["colleague"].id, AllocationReason.FIRST)
    with pytest.raises(Missing):
        store.get(desk_of("intake").session, case.reference)
    theirs = take_in(desk_of("caseworker"), a_registration())
    with pytest.raises(Missing):
        store.get(desk_of("intake").session, theirs.reference)


def with_channels(**changes: Safety) -> SafeContact:
    return a_plan(channels={Channel(key): safety for key, safety in changes.items()})


def test_cont_01_hours_to_leave_alone_watched_devices_and_people_to_fear_are_never_lost() -> None:
    friday = Window(days=frozenset({4}), opens=time(15), closes=time(18))
    known = replace(a_plan(not_when=(friday,)), monitored=Safety.YES, unsafe_people=("his brother",), safe_person="Ada")
    told = replace(a_plan(), monitored=Safety.NO, shared_device=Safety.YES, unsafe_people=("the neighbour",))
    theirs = combined(known, replace(told, safe_person="Eve"), is_confirmed=False)
    assert theirs.plan.not_when == (friday,)
    assert (theirs.monitored, theirs.shared_device, theirs.safe_person) == (Safety.YES, Safety.YES, "Ada")
    assert theirs.unsafe_people == ("his brother", "the neighbour")
    assert combined(told, known, is_confirmed=False).plan.not_when == (friday,), "whoever tells of them"
    own = combined(known, replace(told, safe_person="Eve"), is_confirmed=True)
    assert (own.monitored, own.safe_person, own.plan.not_when) == (Safety.NO, "Eve", (friday,))


def test_top_10_what_another_told_may_only_close_a_way_and_the_persons_own_word_opens_one() -> None:
    known = with_channels(mobile_call=Safety.YES, sms=Safety.NO)
    told = with_channels(mobile_call=Safety.NO, sms=Safety.YES, email=Safety.YES)
    theirs = combined(known, told, is_confirmed=False).plan
    assert [theirs.safety_of(Channel(key)) for key in ("mobile_call", "sms", "email")] == ["no", "no", "unknown"]
    own = combined(known, told, is_confirmed=True).plan
    assert [own.safety_of(Channel(key)) for key in ("mobile_call", "sms", "email")] == ["no", "yes", "yes"]
    silent = combined(known, with_channels(mobile_call=Safety.UNKNOWN), is_confirmed=True).plan
    assert silent.safety_of(Channel.MOBILE_CALL) is Safety.YES
