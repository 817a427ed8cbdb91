from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.consent import ConsentStatus, DataCategory
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.events import Event
from lvws_core.policy import Policy
from lvws_core.risk.dash import Band
from lvws_core.risk.marac import Criterion, Route
from portal.people import service, store
from portal.people.model import Identity, Sought
from portal.people.risk.model import Findings
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, NOW, SHELTER, Ids
from tests.portal.people.builders import REFERENCE, TODAY, a_contact, a_yes, an_identity, findings

ACTOR = CONSORTIUM["caseworker"].actor
REASON = "She says he has been waiting outside her work each day."


@pytest.fixture
def known(session: Session, vault: KeyVault, new_id: Ids) -> None:
    """The person of these tests, added without an event that a test would have to skip."""
    service.add_person(
        session,
        vault,
        lambda _event: None,
        identity=an_identity(),
        reference=REFERENCE,
        new_id=new_id,
        actor=ACTOR,
        now=NOW,
    )


class Desk:
    """A caseworker at work: each use case with what it is handed, and the events so far."""

    def __init__(self, session: Session, vault: KeyVault, new_id: Ids) -> None:
        self.session, self.vault, self.new_id = session, vault, new_id
        self.events: list[Event] = []

    @property
    def kinds(self) -> list[str]:
        """The kinds of the events so far."""
        return [event.kind for event in self.events]

    def read(self) -> Any:
        """Read the record."""
        return service.read_record(
            self.session, self.vault, self.events.append, reference=REFERENCE, actor=ACTOR, now=NOW
        )

    def change(self, identity: Identity, version: int) -> Any:
        """Change the identity."""
        return service.change_identity(
            self.session,
            self.vault,
            self.events.append,
            reference=REFERENCE,
            identity=identity,
            expected_version=version,
            actor=ACTOR,
            now=NOW,
        )

    def assess(self, found: Findings) -> Any:
        """Record an assessment."""
        return service.record_assessment(
            self.session,
            self.vault,
            self.events.append,
            reference=REFERENCE,
            findings=found,
            new_id=self.new_id,
            actor=ACTOR,
            now=NOW,
            policy=Policy(),
        )

    def hear(self, said: Any, **later: float) -> Any:
        """Record what the person said."""
        return service.record_consent(
            self.session,
            self.events.append,
            reference=REFERENCE,
            said=said,
            new_id=self.new_id,
            actor=ACTOR,
            now=NOW + timedelta(**later),
            policy=Policy(),
        )

    def statuses(self) -> list[ConsentStatus]:
        """The status of every consent, newest first."""
        return [consent.status for consent in store.record_of(self.session, self.vault, REFERENCE).consents]


@pytest.fixture
def desk(session: Session, vault: KeyVault, new_id: Ids, known: None) -> Desk:  # noqa: ARG001
    return Desk(session, vault, new_id)


def test_a_person_is_added_with_an_event_that_tells_nothing(
    session: Session, vault: KeyVault, recorded: list[Event], new_id: Ids
) -> None:
    person = service.add_person(
        session,
        vault,
        recorded.append,
        identity=an_identity(),
        reference=REFERENCE,
        new_id=new_id,
        actor=ACTOR,
        now=NOW,
    )
    assert store.get(session, vault, REFERENCE) == person
    assert [(event.kind, event.subject_id, event.detail) for event in recorded] == [("person.added", person.id, {})]


def test_g9_reading_a_record_is_an_event_with_the_names_of_the_fields(desk: Desk) -> None:
    record = desk.read()
    assert record.person.identity == an_identity()
    assert desk.kinds == ["person.read"]
    assert desk.events[0].detail == {"fields": service.RECORD_FIELDS}
    assert desk.events[0].organisation_ids == (ACTOR.organisation_id,)


def test_g9_a_search_is_an_event_and_so_is_each_match(desk: Desk) -> None:
    service.find_people(
        desk.session, desk.vault, desk.events.append, sought=Sought(phone="07700 900123"), actor=ACTOR, now=NOW
    )
    assert desk.kinds == ["person.sought", "person.read"]
    assert desk.events[0].detail == {"by": ("phone",), "found": 1}


def test_a_search_in_vain_is_an_event_too(desk: Desk) -> None:
    sought = Sought(phone="07700 900999")
    assert service.find_people(desk.session, desk.vault, desk.events.append, sought=sought, actor=ACTOR, now=NOW) == ()
    assert desk.kinds == ["person.sought"]


def test_a_changed_identity_raises_the_version_and_names_the_fields(desk: Desk) -> None:
    person = desk.change(an_identity(name="Other"), 1)
    assert (person.version, person.identity.name) == (2, "Other")
    assert desk.events[0].detail == {"version": 2, "fields": ("name",)}


def test_p15_of_two_changes_from_one_version_the_second_is_refused_without_an_event(desk: Desk) -> None:
    desk.change(an_identity(name="First"), 1)
    with pytest.raises(Conflict):
        desk.change(an_identity(name="Second"), 1)
    assert desk.kinds == ["person.identity_changed"]


def test_a_plan_is_confirmed_at_the_moment_it_is_stored(desk: Desk) -> None:
    service.confirm_contact_plan(
        desk.session,
        desk.vault,
        desk.events.append,
        reference=REFERENCE,
        contact=a_contact(),
        new_id=desk.new_id,
        actor=ACTOR,
        now=NOW,
    )
    contact = store.record_of(desk.session, desk.vault, REFERENCE).contact
    assert contact is not None
    assert contact.plan.confirmed_at == NOW
    assert [(event.kind, event.detail) for event in desk.events] == [("contact_plan.confirmed", {"safe_channels": 1})]


def test_risk_13_fourteen_yes_are_high_and_go_to_marac(desk: Desk) -> None:
    made = desk.assess(findings(14))
    assert (made.level, made.marac.criteria) == (Band.HIGH, (Criterion.VISIBLE_HIGH_RISK,))
    assert store.record_of(desk.session, desk.vault, REFERENCE).assessment == made
    assert desk.events[0].detail == {"level": "high", "marac": True, "policy": Policy().version}


def test_top_01_thirteen_yes_are_medium_and_judgement_alone_goes_to_marac(desk: Desk) -> None:
    assert desk.assess(findings(13)).level is Band.MEDIUM
    judged = desk.assess(findings(0, judgement=Band.HIGH, reason=REASON))
    assert (judged.level, judged.marac.criteria) == (Band.HIGH, (Criterion.PROFESSIONAL_JUDGEMENT,))


def test_risk_15_a_judgement_of_medium_raises_the_level_and_is_no_criterion(desk: Desk) -> None:
    made = desk.assess(findings(2, judgement=Band.MEDIUM, reason=REASON))
    assert (made.level, made.marac.refer) == (Band.MEDIUM, False)


def test_top_04_a_repeat_is_high_whatever_the_count(desk: Desk) -> None:
    made = desk.assess(findings(1, last_referral_on=TODAY - timedelta(days=300), incident_on=TODAY))
    assert (made.level, made.marac.repeat) == (Band.HIGH, True)


def test_risk_15_three_police_incidents_are_an_escalation(desk: Desk) -> None:
    made = desk.assess(findings(1, police_incidents=3))
    assert (made.level, made.marac.criteria) == (Band.HIGH, (Criterion.POTENTIAL_ESCALATION,))


def test_top_12_at_fifteen_there_is_no_marac_but_social_care(desk: Desk) -> None:
    made = desk.assess(findings(20, age=15))
    assert made.marac.routes == (Route.CHILDRENS_SOCIAL_CARE,)


def test_an_unknown_question_is_never_ignored(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.assess(findings(0, answers={"shoe_size": "yes"}))
    assert desk.kinds == []


def test_top_06_a_consent_names_its_organisation_in_the_event_and_tells_nobody(desk: Desk) -> None:
    desk.hear(a_yes(DataCategory.IDENTITY))
    assert desk.kinds == ["consent.given"]
    assert desk.events[0].organisation_ids == (ACTOR.organisation_id,)
    assert desk.events[0].detail["organisation_id"] == str(GALOP)
    assert desk.events[0].detail["categories"] == ["identity"]


def test_a_new_yes_supersedes_the_one_before(desk: Desk) -> None:
    desk.hear(a_yes())
    desk.hear(a_yes(DataCategory.IDENTITY), days=1)
    assert desk.statuses() == [ConsentStatus.ACTIVE, ConsentStatus.SUPERSEDED]
    assert desk.kinds == ["consent.given", "consent.given"]


def test_a_yes_to_another_organisation_leaves_the_first_alone(desk: Desk) -> None:
    desk.hear(a_yes())
    desk.hear(replace(a_yes(), organisation_id=SHELTER), days=1)
    assert desk.statuses() == [ConsentStatus.ACTIVE, ConsentStatus.ACTIVE]


def test_top_07_a_no_withdraws_the_yes_before_at_once(desk: Desk) -> None:
    desk.hear(a_yes())
    desk.hear(a_yes(agreed=False), days=1)
    assert desk.statuses() == [ConsentStatus.DECLINED, ConsentStatus.WITHDRAWN]
    assert desk.kinds == ["consent.given", "consent.withdrawn", "consent.declined"]


def test_a_yes_after_the_last_one_ran_out_marks_it_as_expired(desk: Desk) -> None:
    desk.hear(a_yes())
    desk.hear(a_yes(), days=400)
    assert desk.statuses() == [ConsentStatus.ACTIVE, ConsentStatus.EXPIRED]


def test_nothing_is_done_for_a_person_who_is_not_there(session: Session, vault: KeyVault, new_id: Ids) -> None:
    desk = Desk(session, vault, new_id)
    for act in (
        desk.read,
        lambda: desk.change(an_identity(), 1),
        lambda: desk.assess(findings()),
        lambda: desk.hear(a_yes()),
    ):
        with pytest.raises(Missing):
            act()
    assert desk.kinds == []
