from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace
from sqlmodel import Session

from lvws_core.consent import ConsentStatus, DataCategory, Purpose
from lvws_core.errors import Conflict, Invalid, Missing
from lvws_core.events import Event
from lvws_core.policy import Policy
from lvws_core.risk.dash import Band
from lvws_core.risk.marac import Criterion, Route
from portal.people import service, store
from portal.people.consent import service as consent
from portal.people.consent.model import Heard, Said
from portal.people.contact_plan import service as contact_plan
from portal.people.model import PersonRecord, Sought
from portal.people.risk import service as risk
from portal.people.risk.model import Assessment, Findings
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, GALOP, NOW, SHELTER, Ids
from tests.portal.people.builders import REFERENCE, TODAY, a_contact, a_desk, a_yes, an_identity, findings

ACTOR = CONSORTIUM["caseworker"].actor
REASON = "She says he has been waiting outside her work each day."


class Scene(msgspec.Struct, kw_only=True):
    """A caseworker's desk with one person known, and the events since."""

    desk: service.Desk
    events: list[Event]

    @property
    def kinds(self) -> list[str]:
        """The kinds of the events so far."""
        return [event.kind for event in self.events]

    def assess(self, found: Findings) -> Assessment:
        """Record an assessment."""
        return risk.record_assessment(self.desk, REFERENCE, found)

    def hear(self, said: Said, **later: float) -> Heard:
        """Record what the person said, some time later."""
        return consent.record_consent(replace(self.desk, now=NOW + timedelta(**later)), REFERENCE, said)

    def record(self) -> PersonRecord:
        """Everything in force about the person, as the store has it."""
        return store.record_of(self.desk.session, self.desk.vault, REFERENCE)

    def statuses(self) -> list[ConsentStatus]:
        """The status of every consent, newest first."""
        return [each.status for each in self.record().consents]


@pytest.fixture
def desk(session: Session, vault: KeyVault, recorded: list[Event], new_id: Ids) -> service.Desk:
    return a_desk(session, vault, recorded, new_id)


@pytest.fixture
def scene(desk: service.Desk, recorded: list[Event]) -> Scene:
    service.add_person(desk, an_identity())
    recorded.clear()
    return Scene(desk=desk, events=recorded)


def test_a_person_is_added_with_an_event_that_tells_nothing(desk: service.Desk, recorded: list[Event]) -> None:
    person = service.add_person(desk, an_identity())
    assert store.get(desk.session, desk.vault, REFERENCE) == person
    assert [(event.kind, event.subject_id, event.detail) for event in recorded] == [
        ("person.added", person.id, {"told": []})
    ]


def test_g9_reading_a_record_is_an_event_with_the_names_of_the_fields(scene: Scene) -> None:
    record = service.read_record(scene.desk, REFERENCE)
    assert record.person.identity == an_identity()
    assert scene.kinds == ["person.read"]
    assert scene.events[0].detail == {"fields": service.RECORD_FIELDS}
    assert scene.events[0].organisation_ids == (ACTOR.organisation_id,)


def test_g9_a_search_is_an_event_and_so_is_each_match(scene: Scene) -> None:
    service.find_people(scene.desk, Sought(phone="07700 900123"))
    assert scene.kinds == ["person.sought", "person.read"]
    assert scene.events[0].detail == {"by": ("phone",), "found": 1}


def test_a_search_in_vain_is_an_event_too(scene: Scene) -> None:
    assert service.find_people(scene.desk, Sought(phone="07700 900999")) == ()
    assert scene.kinds == ["person.sought"]


def test_a_changed_identity_raises_the_version_and_names_the_fields(scene: Scene) -> None:
    person = service.change_identity(scene.desk, REFERENCE, an_identity(name="Other"), expected_version=1)
    assert (person.version, person.identity.name) == (2, "Other")
    assert scene.events[0].detail == {"version": 2, "fields": ("name",)}


def test_p15_of_two_changes_from_one_version_the_second_is_refused_without_an_event(scene: Scene) -> None:
    service.change_identity(scene.desk, REFERENCE, an_identity(name="First"), expected_version=1)
    with pytest.raises(Conflict):
        service.change_identity(scene.desk, REFERENCE, an_identity(name="Second"), expected_version=1)
    assert scene.kinds == ["person.identity_changed", "correction.recorded"]


def test_a_plan_is_confirmed_at_the_moment_it_is_stored(scene: Scene) -> None:
    contact_plan.confirm_contact_plan(scene.desk, REFERENCE, a_contact())
    contact = scene.record().contact
    assert contact is not None
    assert contact.plan.confirmed_at == NOW
    told = {"safe_channels": 1, "narrower": []}
    assert [(event.kind, event.detail) for event in scene.events] == [("contact_plan.confirmed", told)]


def test_risk_13_fourteen_yes_are_high_and_go_to_marac(scene: Scene) -> None:
    made = scene.assess(findings(14))
    assert (made.level, made.marac.criteria) == (Band.HIGH, (Criterion.VISIBLE_HIGH_RISK,))
    assert scene.record().assessment == made
    assert scene.events[0].detail == {"level": "high", "marac": True, "policy": Policy().version}


def test_top_01_thirteen_yes_are_medium_and_judgement_alone_goes_to_marac(scene: Scene) -> None:
    assert scene.assess(findings(13)).level is Band.MEDIUM
    judged = scene.assess(findings(0, judgement=Band.HIGH, reason=REASON))
    assert (judged.level, judged.marac.criteria) == (Band.HIGH, (Criterion.PROFESSIONAL_JUDGEMENT,))


def test_risk_15_a_judgement_of_medium_raises_the_level_and_is_no_criterion(scene: Scene) -> None:
    made = scene.assess(findings(2, judgement=Band.MEDIUM, reason=REASON))
    assert (made.level, made.marac.refer) == (Band.MEDIUM, False)


def test_top_04_a_repeat_is_high_whatever_the_count(scene: Scene) -> None:
    made = scene.assess(findings(1, last_referral_on=TODAY - timedelta(days=300), incident_on=TODAY))
    assert (made.level, made.marac.repeat) == (Band.HIGH, True)


def test_risk_15_three_police_incidents_are_an_escalation(scene: Scene) -> None:
    made = scene.assess(findings(1, police_incidents=3))
    assert (made.level, made.marac.criteria) == (Band.HIGH, (Criterion.POTENTIAL_ESCALATION,))


def test_top_12_at_fifteen_there_is_no_marac_but_social_care(scene: Scene) -> None:
    made = scene.assess(findings(20, age=15))
    assert made.marac.routes == (Route.CHILDRENS_SOCIAL_CARE,)


def test_an_unknown_question_is_never_ignored(scene: Scene) -> None:
    with pytest.raises(Invalid):
        scene.assess(findings(0, answers={"shoe_size": "yes"}))
    assert scene.kinds == []


def test_top_06_a_consent_names_its_organisation_in_the_event_and_tells_nobody(scene: Scene) -> None:
    scene.hear(a_yes(DataCategory.IDENTITY))
    assert scene.kinds == ["consent.given"]
    assert scene.events[0].organisation_ids == (ACTOR.organisation_id,)
    assert scene.events[0].detail["organisation_id"] == str(GALOP)
    assert scene.events[0].detail["categories"] == ["identity"]


def test_a_new_yes_supersedes_the_one_before(scene: Scene) -> None:
    scene.hear(a_yes())
    scene.hear(a_yes(DataCategory.IDENTITY), days=1)
    assert scene.statuses() == [ConsentStatus.ACTIVE, ConsentStatus.SUPERSEDED]
    assert scene.kinds == ["consent.given", "consent.given"]


def test_a_yes_to_another_organisation_leaves_the_first_alone(scene: Scene) -> None:
    scene.hear(a_yes())
    scene.hear(replace(a_yes(), organisation_id=SHELTER), days=1)
    assert scene.statuses() == [ConsentStatus.ACTIVE, ConsentStatus.ACTIVE]


def test_top_07_a_no_withdraws_the_yes_before_at_once(scene: Scene) -> None:
    scene.hear(a_yes())
    heard = scene.hear(a_yes(agreed=False), days=1)
    assert heard.closes_offers
    assert scene.statuses() == [ConsentStatus.DECLINED, ConsentStatus.WITHDRAWN]
    assert scene.kinds == ["consent.given", "consent.withdrawn", "consent.declined"]


@pytest.mark.parametrize("agreed", [True, False])
def test_an_answer_without_a_live_yes_before_closes_nothing(scene: Scene, agreed: bool) -> None:
    scene.hear(a_yes(purpose=Purpose.SURVEY_CONTACT))
    heard = scene.hear(a_yes(agreed=agreed), days=1)
    assert (heard.withdrew, heard.closes_offers) == (False, False)


def test_top_07_a_no_to_another_purpose_than_support_closes_no_offer(scene: Scene) -> None:
    scene.hear(a_yes(purpose=Purpose.SURVEY_CONTACT))
    heard = scene.hear(a_yes(purpose=Purpose.SURVEY_CONTACT, agreed=False), days=1)
    assert (heard.withdrew, heard.closes_offers) == (True, False)


def test_a_yes_after_the_last_one_ran_out_marks_it_as_expired(scene: Scene) -> None:
    scene.hear(a_yes())
    scene.hear(a_yes(), days=400)
    assert scene.statuses() == [ConsentStatus.ACTIVE, ConsentStatus.EXPIRED]


def test_nothing_is_done_for_a_person_who_is_not_there(desk: service.Desk, recorded: list[Event]) -> None:
    for act in (
        lambda: service.read_record(desk, REFERENCE),
        lambda: service.change_identity(desk, REFERENCE, an_identity(), expected_version=1),
        lambda: contact_plan.confirm_contact_plan(desk, REFERENCE, a_contact()),
        lambda: risk.record_assessment(desk, REFERENCE, findings()),
        lambda: consent.record_consent(desk, REFERENCE, a_yes()),
    ):
        with pytest.raises(Missing):
            act()
    assert recorded == []
