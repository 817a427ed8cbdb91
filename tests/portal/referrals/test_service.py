import hashlib
import secrets
from collections.abc import Iterator
from uuid import UUID

import msgspec
import pytest
from sqlmodel import select

from lvws_core.consent import DataCategory
from lvws_core.desk import Desk
from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.ids import Reference, ServiceId, new_reference
from lvws_core.policy import Policy
from lvws_core.referrals import OfferStatus
from lvws_core.times import england_and_wales
from lvws_core.vocabulary import NeedCategory
from partners.offers.service import SNAPSHOT
from partners.offers.snapshot.model import snapshot_bytes
from partners.offers.store import Session
from partners.offers.store import get as get_offer
from partners.offers.tables import OfferRow
from portal.audit import store as audit
from portal.audit.service import recorder
from portal.people.consent.model import Alone, Method, Said
from portal.people.consent.service import record_consent
from portal.referrals import service
from portal.referrals.model import Composition, Draft, MaracAnswer, Words
from portal.vault import KeyVault
from tests.builders import CONSORTIUM, SHELTER
from tests.scene import ADVOCACY, HOUSING, INCIDENT, MISSING, YOUTH, Scene
from tests.staged import Staged, later_ids

CASEWORKER = CONSORTIUM["caseworker"].actor
NEED = Composition(
    needs=frozenset({NeedCategory.SHELTER_ACCOMMODATION}), domestic_abuse=True, marac=MaracAnswer.REFERRED
)
WORDS = Words(incident=INCIDENT, safety_plan="Stays with a friend.")


@pytest.fixture
def scene(staged_on_each: Staged) -> Scene:
    return staged_on_each.scene


@pytest.fixture
def desk(staged_on_each: Staged) -> Iterator[Desk[Session]]:
    """The caseworker's desk in an open transaction, on each database."""
    database, settings = staged_on_each.app.state.database, staged_on_each.app.state.settings
    with database.transaction(database.open(CASEWORKER.organisation_id)) as session:
        yield Desk(
            session=session,
            actor=CASEWORKER,
            now=staged_on_each.clock(),
            vault=KeyVault(settings.secrets.vault_key, settings.secrets.index_key),
            calendar=england_and_wales(),
            policy=Policy(),
            record=recorder(session, settings.audit_key),
            new_id=later_ids(),
            new_reference=lambda: new_reference(secrets.token_bytes(8)),
        )


def composed(desk: Desk[Session], scene: Scene) -> service.Composed:
    return service.compose(desk, scene.referral.person, scene.referral.reference)


def begun(desk: Desk[Session], scene: Scene) -> tuple[Draft, service.Composed]:
    draft = service.start(desk, scene.person, NEED, WORDS)
    return draft, service.compose(desk, scene.person, draft.reference)


def send(desk: Desk[Session], scene: Scene, digest: str) -> Reference:
    return service.send(desk, composed(desk, scene), digest=digest, sender="Croydon")


def codes(error: NotAllowed | Conflict) -> set[str]:
    return {reason.code for reason in error.reasons}


def refuse_consent(desk: Desk[Session], person: Reference) -> None:
    said = Said(organisation_id=SHELTER, agreed=False, method=Method.VERBAL, alone=Alone.YES, limits_explained=True)
    record_consent(desk, person, said)


def offers_about(desk: Desk[Session], person_id: UUID) -> list[OfferRow]:
    return list(desk.session.exec(select(OfferRow).where(OfferRow.person_id == person_id)))


def test_a_request_is_kept_as_it_was_begun(desk: Desk[Session], scene: Scene) -> None:
    draft, found = begun(desk, scene)
    assert found.draft == draft
    assert (found.chosen, found.digest, found.obstacles) == (None, "", ())


def test_route_every_service_is_listed_the_eligible_first_and_the_others_with_what_would_change_it(
    desk: Desk[Session], scene: Scene
) -> None:
    _, found = begun(desk, scene)
    assert [m.eligible for m in found.matches] == [True, True, False]
    assert found.matches[-1].service.id == YOUTH
    assert found.matches[-1].would_be_eligible_if


def test_p10_beginning_and_reading_a_request_are_recorded(desk: Desk[Session], scene: Scene) -> None:
    begun(desk, scene)
    assert [e.kind for e in audit.entries(desk.session)][-3:] == ["request.started", "person.read", "request.read"]


def test_cons_30_choosing_a_service_ticks_the_minimum_for_it(desk: Desk[Session], scene: Scene) -> None:
    draft, found = begun(desk, scene)
    chosen = service.choose_service(desk, found, HOUSING)
    assert DataCategory.SAFE_CONTACT in chosen.composition.categories
    assert DataCategory.FULL_ADDRESS not in chosen.composition.categories
    assert chosen.version == draft.version + 1


def test_a_service_that_cannot_help_is_refused_with_every_reason(desk: Desk[Session], scene: Scene) -> None:
    _, found = begun(desk, scene)
    with pytest.raises(NotAllowed) as error:
        service.choose_service(desk, found, YOUTH)
    assert error.value.reasons == found.matches[-1].reasons


def test_an_unknown_service_is_missing(desk: Desk[Session], scene: Scene) -> None:
    _, found = begun(desk, scene)
    with pytest.raises(Missing):
        service.choose_service(desk, found, ServiceId(UUID(int=1)))


def test_changing_the_need_keeps_what_was_chosen_after_it(desk: Desk[Session], scene: Scene) -> None:
    before = composed(desk, scene)
    other = Composition(needs=frozenset({NeedCategory.FINANCE_BENEFITS}))
    after = service.change_need(desk, before, other, Words(incident="Other words."))
    assert after.composition.service_id == HOUSING
    assert after.composition.categories == before.draft.composition.categories
    assert composed(desk, scene).draft == after


def test_i3_of_two_changes_from_the_same_version_the_second_is_a_conflict(desk: Desk[Session], scene: Scene) -> None:
    first, second = composed(desk, scene), composed(desk, scene)
    service.choose_categories(desk, first, frozenset({DataCategory.IDENTITY}))
    with pytest.raises(Conflict) as error:
        service.choose_categories(desk, second, frozenset({DataCategory.RISK_LEVEL}))
    assert codes(error.value) == {"stale_version"}
    with pytest.raises(Conflict):
        service.check_version(composed(desk, scene), first.draft.version)


def test_cons_30_the_bytes_that_were_previewed_are_the_bytes_that_are_stored(desk: Desk[Session], scene: Scene) -> None:
    preview = composed(desk, scene)
    filed = get_offer(desk.session, send(desk, scene, scene.referral.digest))
    stored = desk.vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot).encode()
    assert stored == snapshot_bytes(preview.fields)
    assert hashlib.sha256(stored).hexdigest() == scene.referral.digest
    assert (filed.offer.status, filed.offer.organisation_id) == (OfferStatus.SENT, SHELTER)


def test_the_receipt_verifies_what_was_sent_and_nothing_else(desk: Desk[Session], scene: Scene) -> None:
    filed = get_offer(desk.session, send(desk, scene, scene.referral.digest))
    text = desk.vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot)
    fields = msgspec.json.decode(text, type=dict[DataCategory, object])
    assert filed.receipt.verifies(fields)
    assert not filed.receipt.verifies({**fields, DataCategory.IDENTITY: {"lines": []}})


def test_cons_30_what_changed_since_the_preview_is_not_sent(desk: Desk[Session], scene: Scene) -> None:
    with pytest.raises(Conflict) as error:
        send(desk, scene, "0" * 64)
    assert codes(error.value) == {"preview_changed"}
    assert offers_about(desk, composed(desk, scene).record.person.id) == []


def test_cons_a_consent_that_was_withdrawn_after_the_preview_stops_the_sending(
    desk: Desk[Session], scene: Scene
) -> None:
    refuse_consent(desk, scene.person)
    with pytest.raises(Conflict):
        send(desk, scene, scene.referral.digest)
    now = composed(desk, scene)
    assert now.fields == {}
    with pytest.raises(NotAllowed) as error:
        send(desk, scene, now.digest)
    assert error.value.reasons == now.obstacles
    assert offers_about(desk, now.record.person.id) == []


def test_i13_what_has_been_sent_cannot_be_composed_or_sent_again(desk: Desk[Session], scene: Scene) -> None:
    send(desk, scene, scene.referral.digest)
    with pytest.raises(Conflict) as error:
        composed(desk, scene)
    assert codes(error.value) == {"already_sent"}


def test_lifecycle_6_a_second_live_offer_for_the_same_need_is_refused(desk: Desk[Session], scene: Scene) -> None:
    draft, found = begun(desk, scene)
    service.choose_service(desk, found, ADVOCACY)
    ready = service.compose(desk, scene.person, draft.reference)
    send(desk, scene, scene.referral.digest)
    again = service.compose(desk, scene.person, draft.reference)
    assert {r.code for r in again.obstacles} - {r.code for r in ready.obstacles}
    with pytest.raises(NotAllowed) as error:
        service.send(desk, again, digest=again.digest, sender="Croydon")
    assert error.value.reasons == again.obstacles


def test_a_request_of_another_person_is_missing_under_this_one(desk: Desk[Session], scene: Scene) -> None:
    for person, reference in (
        (scene.person, MISSING),
        (MISSING, scene.referral.reference),
        (scene.person, scene.foreign_referral.reference),
    ):
        with pytest.raises(Missing):
            service.compose(desk, person, reference)


def test_p1_another_organisations_request_is_missing(desk: Desk[Session], scene: Scene) -> None:
    with pytest.raises(Missing):
        service.compose(desk, scene.foreign_person, scene.foreign_referral.reference)
    with pytest.raises(Missing):
        service.ground_before(desk, scene.foreign_person)
    with pytest.raises(Missing):
        service.start(desk, scene.foreign_person, NEED, WORDS)


def test_unsent_requests_are_offered_again_newest_first(desk: Desk[Session], scene: Scene) -> None:
    draft, _ = begun(desk, scene)
    ground = service.ground_before(desk, scene.person)
    assert ground.risk == "high"
    assert ground.drafts == (draft.reference, scene.referral.reference)
