import hashlib
from collections.abc import Iterator
from uuid import UUID

import msgspec
import pytest
from sqlmodel import select

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import Receipt
from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.ids import Reference, ServiceId
from lvws_core.referrals import OfferStatus
from lvws_core.vocabulary import NeedCategory
from partners.offers.service import SNAPSHOT
from partners.offers.snapshot.model import snapshot_bytes
from partners.offers.store import get as get_offer
from partners.offers.tables import OfferRow
from portal.audit import store as audit
from portal.database import Database
from portal.people.consent.service import record_consent
from portal.referrals import service
from portal.referrals.model import Composition, Words
from tests.builders import SHELTER, some_settings
from tests.portal.referrals.stage import CASEWORKER, SECOND_LEAD, Referral, Stage, a_reply
from tests.scene import ADVOCACY, HOUSING, MISSING, YOUTH, set_services


@pytest.fixture
def stage(database: Database) -> Iterator[Stage]:
    """An open transaction of the lead's with the services in the directory."""
    settings = some_settings(database.url.render_as_string(hide_password=False))
    with database.system() as session:
        set_services(session)
    with database.transaction(database.open(CASEWORKER.organisation_id)) as session:
        yield Stage(session, settings)


def composed(stage: Stage, referral: Referral) -> service.Composed:
    return service.compose(stage.desk(), referral.person, referral.reference)


def send(stage: Stage, referral: Referral, digest: str) -> Reference:
    return service.send(stage.desk(), composed(stage, referral), digest=digest, sender="Croydon")


def codes(error: pytest.ExceptionInfo[NotAllowed] | pytest.ExceptionInfo[Conflict]) -> set[str]:
    return {reason.code for reason in error.value.reasons}


def test_a_request_is_kept_as_it_was_composed(stage: Stage) -> None:
    draft = stage.draft(stage.person())
    found = service.compose(stage.desk(), draft.person_reference, draft.reference)
    assert found.draft == draft
    assert (found.chosen, found.digest, found.obstacles) == (None, "", ())


def test_route_every_service_is_listed_the_eligible_first_and_the_others_with_what_would_change_it(
    stage: Stage,
) -> None:
    draft = stage.draft(stage.person())
    found = service.compose(stage.desk(), draft.person_reference, draft.reference)
    assert [m.eligible for m in found.matches] == [True, True, False]
    assert found.matches[-1].service.id == YOUTH
    assert found.matches[-1].would_be_eligible_if


def test_p10_reading_a_request_is_recorded(stage: Stage) -> None:
    draft = stage.draft(stage.person())
    service.compose(stage.desk(), draft.person_reference, draft.reference)
    assert [e.kind for e in audit.entries(stage.session)][-2:] == ["request.started", "request.read"]


def test_cons_30_choosing_a_service_ticks_the_minimum_for_it(stage: Stage) -> None:
    desk, draft = stage.desk(), stage.draft(stage.person())
    found = service.compose(desk, draft.person_reference, draft.reference)
    chosen = service.choose_service(desk, found, HOUSING)
    assert DataCategory.SAFE_CONTACT in chosen.composition.categories
    assert DataCategory.FULL_ADDRESS not in chosen.composition.categories
    assert chosen.version == draft.version + 1


def test_a_service_that_cannot_help_is_refused_with_every_reason(stage: Stage) -> None:
    desk, draft = stage.desk(), stage.draft(stage.person())
    found = service.compose(desk, draft.person_reference, draft.reference)
    with pytest.raises(NotAllowed) as error:
        service.choose_service(desk, found, YOUTH)
    assert error.value.reasons == found.matches[-1].reasons


def test_an_unknown_service_is_missing(stage: Stage) -> None:
    desk, draft = stage.desk(), stage.draft(stage.person())
    found = service.compose(desk, draft.person_reference, draft.reference)
    with pytest.raises(Missing):
        service.choose_service(desk, found, ServiceId(UUID(int=1)))


def test_changing_the_need_keeps_what_was_chosen_after_it(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    before = composed(stage, referral)
    need = Composition(needs=frozenset({NeedCategory.FINANCE_BENEFITS}))
    after = service.change_need(stage.desk(), before, need, Words(incident="Other words."))
    assert after.composition.service_id == HOUSING
    assert after.composition.categories == before.draft.composition.categories
    assert composed(stage, referral).draft == after


def test_i3_of_two_changes_from_the_same_version_the_second_is_a_conflict(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    first, second = composed(stage, referral), composed(stage, referral)
    service.choose_categories(stage.desk(), first, frozenset({DataCategory.IDENTITY}))
    with pytest.raises(Conflict) as error:
        service.choose_categories(stage.desk(), second, frozenset({DataCategory.RISK_LEVEL}))
    assert codes(error) == {"stale_version"}
    with pytest.raises(Conflict):
        service.check_version(composed(stage, referral), first.draft.version)


def test_cons_30_the_bytes_that_were_previewed_are_the_bytes_that_are_stored(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    preview = composed(stage, referral)
    filed = get_offer(stage.session, send(stage, referral, referral.digest))
    stored = stage.vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot).encode()
    assert stored == snapshot_bytes(preview.fields)
    assert hashlib.sha256(stored).hexdigest() == referral.digest
    assert filed.receipt.verifies(msgspec.json.decode(stored, type=dict[DataCategory, object]))
    assert (filed.offer.status, filed.offer.organisation_id) == (OfferStatus.SENT, SHELTER)


def test_a_receipt_does_not_verify_what_was_not_previewed(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    send(stage, referral, referral.digest)
    row = stage.session.exec(select(OfferRow)).one()
    receipt = msgspec.json.decode(row.receipt or b"", type=Receipt)
    assert not receipt.verifies({**composed_fields(stage, row), DataCategory.IDENTITY: {"lines": []}})


def composed_fields(stage: Stage, row: OfferRow) -> dict[DataCategory, object]:
    filed = get_offer(stage.session, Reference(row.reference))
    text = stage.vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot)
    return msgspec.json.decode(text, type=dict[DataCategory, object])


def test_cons_30_what_changed_since_the_preview_is_not_sent(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    with pytest.raises(Conflict) as error:
        send(stage, referral, "0" * 64)
    assert codes(error) == {"preview_changed"}
    assert stage.session.exec(select(OfferRow)).all() == []


def test_cons_a_consent_that_was_withdrawn_after_the_preview_stops_the_sending(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    record_consent(stage.desk(), referral.person, a_reply(SHELTER, agreed=False))
    with pytest.raises(Conflict):
        send(stage, referral, referral.digest)
    now = composed(stage, referral)
    assert now.fields == {}
    with pytest.raises(NotAllowed) as error:
        send(stage, referral, now.digest)
    assert error.value.reasons == now.obstacles
    assert stage.session.exec(select(OfferRow)).all() == []


def test_i13_what_has_been_sent_cannot_be_composed_or_sent_again(stage: Stage) -> None:
    referral = stage.ready(stage.person())
    send(stage, referral, referral.digest)
    with pytest.raises(Conflict) as error:
        composed(stage, referral)
    assert codes(error) == {"already_sent"}


def test_lifecycle_6_a_second_live_offer_for_the_same_need_is_an_obstacle(stage: Stage) -> None:
    person = stage.person()
    first, second = stage.ready(person), stage.ready(person, ADVOCACY)
    send(stage, first, first.digest)
    with pytest.raises(NotAllowed) as error:
        send(stage, second, second.digest)
    assert any("duplicate" in code for code in codes(error))


def test_a_request_of_another_person_is_missing_under_this_one(stage: Stage) -> None:
    draft, other = stage.draft(stage.person()), stage.person()
    with pytest.raises(Missing):
        service.compose(stage.desk(), other, draft.reference)
    with pytest.raises(Missing):
        service.compose(stage.desk(), draft.person_reference, MISSING)


def test_p1_another_organisations_request_is_missing(stage: Stage) -> None:
    scope = stage.session.info["scope"]
    scope.organisation_id = SECOND_LEAD.organisation_id
    referral = stage.ready(stage.person(SECOND_LEAD), HOUSING, SECOND_LEAD)
    scope.organisation_id = CASEWORKER.organisation_id
    with pytest.raises(Missing):
        composed(stage, referral)
    with pytest.raises(Missing):
        service.risk_before(stage.desk(), referral.person)


def test_unsent_requests_are_offered_again_newest_first(stage: Stage) -> None:
    person = stage.person()
    draft = stage.draft(person)
    level, drafts = service.risk_before(stage.desk(), person)
    assert level == "high"
    assert drafts == (draft.reference,)
