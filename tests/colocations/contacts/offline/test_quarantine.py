"""Envelopes in both databases: logged exactly once, or kept for their author with the reason, and never dropped."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlmodel import col

from colocations.contacts.offline.keys import store as keys
from colocations.contacts.offline.keys.jobs import erase_old_keys
from colocations.contacts.offline.model import State, Why, Written
from colocations.contacts.offline.permits import service as permits
from colocations.contacts.offline.permits.model import Bearer
from colocations.contacts.offline.quarantine import service, store
from colocations.contacts.offline.tables import EnvelopeRow
from colocations.contacts.tables import ContactRow
from lvws_core.errors import Conflict, Missing
from tests.builders import CONSORTIUM, NOW
from tests.colocations.contacts.conftest import Log
from tests.colocations.contacts.offline.builders import ENTRY, NOTE, a_content, pair
from tests.colocations.contacts.offline.conftest import DEVICE, Device, add_key

IDVA = CONSORTIUM["idva"].id


def counted(log: Log) -> tuple[int, int]:
    """Count contacts and envelopes."""
    with log.database.system() as session:
        rows = [session.execute(select(func.count(col(row.id)))).scalar_one() for row in (ContactRow, EnvelopeRow)]
    return rows[0], rows[1]


def waiting(log: Log) -> store.Stored:
    with log.desk() as desk:
        (found,) = store.waiting(desk.session, IDVA)
    return found


def told(log: Log, kind: str) -> int:
    return sum(event.kind == kind for event in log.events)


def test_an_envelope_is_logged_once_however_often_it_is_delivered(device: Device) -> None:
    envelope = device.seal()
    answers = [device.deliver(envelope) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 200, 200]
    assert all(answer.receipt.kept and answer.receipt.envelope == str(ENTRY) for answer in answers)
    assert [answer.receipt.replay for answer in answers] == [False, True, True]
    assert counted(device.log) == (1, 1)


def test_what_is_logged_was_written_when_it_was_sealed_and_waits_to_be_confirmed(device: Device) -> None:
    device.log.clock.advance(hours=5)
    device.deliver(device.seal(a_content(at=NOW + timedelta(hours=1))))
    with device.log.database.system() as session:
        row = session.execute(select(ContactRow.at, ContactRow.offline, ContactRow.confirmed_at)).one()
        left = session.execute(select(EnvelopeRow.raw, EnvelopeRow.sealed_typed)).one()
    assert (row.at.hour, row.offline, row.confirmed_at) == (11, True, None)
    assert tuple(left) == (None, None)


def test_the_same_id_with_other_content_is_a_conflict_that_its_author_sees(device: Device) -> None:
    device.deliver(device.seal())
    other = device.seal(a_content(minutes="30"))
    answers = [device.deliver(other) for _ in range(2)]
    assert [(answer.status, answer.receipt.kept) for answer in answers] == [(409, True), (409, True)]
    assert waiting(device.log).why == (Why.ID_REUSED,)
    assert counted(device.log) == (1, 2)


@pytest.mark.parametrize(
    ("late", "why"), [("expire", Why.PERMIT_EXPIRED), ("revoke", Why.PERMIT_REVOKED), ("wipe", Why.PERMIT_WIPED)]
)
def test_an_envelope_sealed_before_the_permit_was_over_is_accepted_and_waits(
    device: Device, late: str, why: Why
) -> None:
    envelope = device.seal()
    with device.desk() as desk:
        if late == "revoke":
            permits.revoke(desk, device.permit_id)
        elif late == "wipe":
            assert permits.ask_to_wipe(desk, device.permit_id) == 1
    device.log.clock.advance(hours=73 if late == "expire" else 1)
    answer = device.deliver(envelope)
    assert (answer.status, answer.receipt.kept, answer.receipt.wipe) == (202, True, late == "wipe")
    assert waiting(device.log).why == (why,)


def test_signing_out_revokes_the_permits_of_that_device_alone(device: Device) -> None:
    with device.log.database.system() as session:
        assert permits.revoke_at_sign_out(session, IDVA, "another", NOW) == 0
        assert permits.revoke_at_sign_out(session, IDVA, DEVICE, NOW) == 1
        assert permits.revoke_at_sign_out(session, IDVA, DEVICE, NOW) == 0
    assert device.permit.revoked_at == NOW


def test_another_browser_or_a_closed_account_makes_an_envelope_wait(device: Device) -> None:
    answer = device.deliver(device.seal(), device_id="stolen", is_open=False)
    assert answer.status == 202
    assert waiting(device.log).why == (Why.OTHER_DEVICE, Why.AUTHOR_DISABLED)


def test_an_old_key_opens_after_a_new_one_was_made(device: Device) -> None:
    envelope = device.seal()
    device.log.clock.advance(days=31)
    with device.desk() as desk:
        keys.retire(desk.session, envelope.kid, desk.now)
    answer = device.deliver(envelope)
    assert answer.status == 202
    assert waiting(device.log).why == (Why.PERMIT_EXPIRED, Why.TOO_LATE)


def test_a_foreign_key_or_an_altered_envelope_is_refused_and_stays_on_the_device(device: Device) -> None:
    foreign = device.deliver(device.seal(number=1))
    assert (foreign.status, foreign.receipt.kept, foreign.receipt.why) == (422, False, ("unknown_key",))
    assert "not ours" in foreign.receipt.text
    envelope = device.seal(envelope_id=UUID(int=9))
    moved = device.deliver(replace(envelope, id=str(ENTRY)))
    assert (moved.status, moved.receipt.why) == (422, ("not_authentic",))
    assert device.deliver(replace(envelope, id="x")).receipt.why == ("malformed",)
    assert counted(device.log) == (0, 0)


def test_a_key_lives_30_days_after_its_last_permit_and_then_what_it_sealed_is_given_up_and_counted(
    device: Device,
) -> None:
    envelope, clock = device.seal(), device.log.clock
    with device.desk() as desk:
        keys.retire(desk.session, envelope.kid, desk.now)
    clock.advance(days=32, hours=23)
    with device.desk() as desk:
        assert erase_old_keys(desk) == ()
    clock.advance(hours=2)
    with device.desk() as desk:
        assert erase_old_keys(desk) == (envelope.kid,)
        assert erase_old_keys(desk) == ()
    answer = device.deliver(envelope)
    assert (answer.receipt.state, answer.receipt.kept) == ("given_up", True)
    assert told(device.log, "envelope.given_up") == 1
    with device.desk() as desk:
        assert store.count_given_up(desk.session, IDVA, NOW) == 1
        assert store.counts(desk.session, NOW, desk.now) == (0, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"minutes": "other", "minutes_other": "900"}, "minutes:out_of_range"),
        ({"on_day": "24", "on_month": "11", "on_year": "2026", "time": "12:00"}, "on:in_future"),
        ({"site": "7QK2-M9"}, "site:not_placed"),
        ({"kind": ""}, "kind:required"),
    ],
)
def test_what_the_rules_refuse_waits_for_its_author(device: Device, changes: dict[str, str], fault: str) -> None:
    answer = device.deliver(device.seal(a_content(**changes)))
    assert (answer.status, answer.receipt.why) == (202, ("against_the_rules",))
    assert fault in waiting(device.log).faults


def test_a_clock_far_ahead_of_ours_logs_nothing_by_itself(device: Device) -> None:
    answer = device.deliver(device.seal(a_content(at=NOW + timedelta(hours=2))))
    assert answer.status == 202
    assert waiting(device.log).faults == ("on:in_future",)


def test_the_ordinary_form_has_what_was_written_and_when_and_logging_it_settles_the_envelope(device: Device) -> None:
    device.deliver(device.seal(a_content(minutes="other", minutes_other="900", _csrf="x", then="refer")))
    stored = waiting(device.log)
    with device.desk() as desk:
        typed = service.prefilled(stored, service.opened(desk, stored))
        assert (typed.value("note"), typed.value("time"), typed.value("on_day")) == (NOTE, "10:00", "23")
        assert (typed.value("contact_id"), typed.value("then"), typed.value("_csrf")) == (str(ENTRY), "", "")
        service.settle_logged(desk, ENTRY)
        assert store.waiting(desk.session, IDVA) == ()
        with pytest.raises(Missing):
            service.opened(desk, stored)
    assert told(device.log, "envelope.read") == 1


def test_a_conflict_is_mended_under_an_id_of_its_own(device: Device) -> None:
    device.deliver(device.seal())
    device.deliver(device.seal(a_content(minutes="30")))
    stored = waiting(device.log)
    assert stored.contact_id == stored.id != stored.envelope_id


def test_what_its_author_gives_up_is_erased_and_counted(device: Device) -> None:
    device.deliver(device.seal(a_content(kind="")))
    stored = waiting(device.log)
    with device.desk() as desk:
        service.give_up(desk, stored)
        with pytest.raises(Conflict):
            service.give_up(desk, stored)
        assert store.count_given_up(desk.session, IDVA, NOW) == 1
    with device.log.database.system() as session:
        assert session.execute(select(EnvelopeRow.raw, EnvelopeRow.sealed_typed)).one() == (None, None)


def test_a_stranger_has_no_envelope_and_no_permit_of_hers(device: Device) -> None:
    device.deliver(device.seal(a_content(kind="")))
    stored = waiting(device.log)
    for key in ("caseworker", "coordinator", "shelter_worker"):
        with device.desk(key) as desk:
            with pytest.raises(Missing):
                store.own(desk.session, desk.actor.id, stored.id)
            with pytest.raises(Missing):
                permits.revoke(desk, device.permit_id)


def test_what_was_half_written_waits_and_goes_when_it_is_finished(device: Device) -> None:
    entry = str(UUID(int=0xAB, version=4))
    half = a_content(written=Written.HALF_WRITTEN, contact_id=entry, outcome_client="")
    assert device.deliver(device.seal(half)).status == 202
    assert waiting(device.log).why == (Why.HALF_WRITTEN,)
    finished = device.seal(a_content(contact_id=entry), envelope_id=UUID(int=5))
    assert device.deliver(finished).status == 201
    with device.desk() as desk:
        service.settle_logged(desk, UUID(entry))
        assert store.waiting(desk.session, IDVA) == ()
    again = device.seal(half, envelope_id=UUID(int=6))
    assert device.deliver(again).receipt.state == State.LOGGED.value
    assert counted(device.log)[0] == 1


def test_an_author_is_told_once_of_many_that_wait(device: Device) -> None:
    for number in (1, 2, 3):
        device.deliver(device.seal(a_content(kind=""), envelope_id=UUID(int=number)))
    first = [event.detail["first"] for event in device.log.events if event.kind == "envelope.waits"]
    assert first == [True, False, False]


def test_a_wiped_device_says_how_many_were_lost(device: Device) -> None:
    with device.desk() as desk:
        permits.ask_to_wipe(desk, device.permit_id)
    bearer = Bearer(permit=device.permit, is_open=True)
    with device.desk() as desk:
        service.given_up_on_device(desk, bearer, 2)
        permits.wiped(desk, bearer.permit)
        assert store.count_given_up(desk.session, IDVA, NOW) == 2
    assert device.permit.wiped_at == NOW


def test_deliveries_are_limited_an_hour_for_each_permit_and_author(device: Device) -> None:
    full = replace(device.permit, tries=119, tries_since=NOW)
    with device.desk() as desk:
        assert permits.is_within_limits(desk, full)
        assert not permits.is_within_limits(desk, replace(full, tries=120))
    assert (device.permit.tries, device.permit.tries_since) == (120, NOW)
    device.log.clock.advance(hours=1)
    permit = device.permit
    with device.desk() as desk:
        assert permits.is_within_limits(desk, permit)
    assert (device.permit.tries, device.permit.tries_since) == (1, NOW + timedelta(hours=1))


def test_the_private_half_of_a_key_and_the_words_are_sealed_in_the_rows(device: Device) -> None:
    device.deliver(device.seal(a_content(kind="")))
    body = pair()[0].splitlines()[1].encode()
    with device.log.database.system() as session:
        private = session.execute(select(keys.SealKeyRow.sealed_private)).scalar_one()
        row = session.execute(select(EnvelopeRow.raw, EnvelopeRow.sealed_typed)).one()
    assert private is not None
    assert body not in private
    assert all(NOTE.encode() not in part for part in row)


def test_a_new_key_is_made_when_the_old_one_is_a_month_old(device: Device) -> None:
    first = device.permit.kid
    device.log.clock.advance(days=30)
    with device.desk() as desk:
        second = permits.issue(desk, "another", DEVICE).key.kid
    assert second != first
    assert add_key(device.log, 2) not in {first, second}
