"""Logging in both databases: once, sealed, linked, called back, and only by whom it belongs to."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from colocations.board.numbers import store as numbers
from colocations.contacts import service, store
from colocations.contacts.apart import service as apart
from colocations.contacts.drafts import store as drafts
from colocations.contacts.entry import service as entry_service
from colocations.contacts.forms import parse_contact
from colocations.contacts.jobs import delete_old_forms
from colocations.contacts.linking.pages import LATE, own_log
from colocations.contacts.model import About, Contact, Logged, Words, late_before, link_due_at
from colocations.contacts.tables import ContactRow
from colocations.paper.export.store import given
from colocations.sites.forms import Typed
from lvws_core.errors import Conflict, Missing
from lvws_core.forms import Many
from lvws_core.times import england_and_wales, london_day
from tests.builders import NOW
from tests.colocations.contacts.builders import COMMON
from tests.colocations.contacts.conftest import KNOWN, Log, find_person
from tests.partners.statements import counted

SITE = "4444-44"
TOLD = {"disclosed_day": "22", "disclosed_month": "11", "disclosed_year": "2026"}
FIRST = UUID(int=0xF1)


def entry(**changes: Many) -> Logged:
    found = parse_contact(Typed(values={**COMMON, "site": SITE, **changes}), NOW)
    assert isinstance(found, Logged)
    return found


def logged(log: Log, contact_id: UUID = FIRST, key: str = "idva", **changes: Many) -> Contact:
    with log.desk(key) as desk:
        found = service.log(desk, contact_id, entry(**changes), find_person)
    assert isinstance(found, Contact), found
    return found


def test_a_contact_comes_back_as_it_was_logged_and_its_words_are_sealed(log: Log) -> None:
    note = "Canary: she asked for a call"
    contact = logged(
        log,
        note=note,
        call_back_time="15:30",
        safe="yes",
        disclosed_day="22",
        disclosed_month="11",
        disclosed_year="2026",
    )
    training = logged(log, UUID(int=0xF2), kind="training", purpose_training="asking", audience_nurse="9")
    with log.desk() as desk:
        assert store.get(desk.session, contact.reference) == contact
        assert store.get(desk.session, training.reference) == training
        assert training.headcount == 9
        assert service.words_of(desk, contact) == Words(note=note)
        assert service.words_of(desk, training) == Words()
        (row,) = desk.session.execute(
            select(col(ContactRow.sealed_words), col(ContactRow.digest)).where(col(ContactRow.id) == FIRST)
        )
        assert b"Canary" not in row.sealed_words + row.digest
    assert [event.kind for event in log.events] == ["site_contact.logged", "site_contact.logged", "site_contact.read"]
    assert "Canary" not in str(log.events)


def test_the_same_entry_sent_again_gives_the_first_answer_and_other_content_is_refused(log: Log) -> None:
    first = logged(log)
    log.clock.advance(hours=2)
    assert logged(log) == first
    assert len(log.events) == 1
    with log.desk() as desk, pytest.raises(Conflict) as refused:
        service.log(desk, FIRST, entry(minutes="30"), find_person)
    assert [reason.code for reason in refused.value.reasons] == ["entry_differs"]


def test_what_names_a_stranger_is_answered_like_what_is_missing_and_nothing_is_stored(log: Log) -> None:
    with log.desk() as desk:
        found = service.log(desk, FIRST, entry(person="2222-22", department="Ward 9"), find_person)
        assert isinstance(found, tuple)
        assert {fault.code for fault in found} == {"unknown_department", "unknown_reference"}
        assert store.already(desk.session, FIRST) is None
        elsewhere = service.log(desk, FIRST, entry(site="5555-55"), find_person)
        nowhere = service.log(desk, FIRST, entry(site="9999-99"), find_person)
        assert elsewhere == nowhere
        assert {fault.code for fault in nowhere if not isinstance(nowhere, Contact)} == {"not_placed"}
    with log.desk("caseworker") as desk:
        found = service.log(desk, FIRST, entry(), find_person)
        assert {fault.code for fault in found if not isinstance(found, Contact)} == {"not_placed"}


def test_what_is_about_nobody_yet_waits_and_is_linked_once(log: Log) -> None:
    waiting = logged(log)
    linked = logged(log, UUID(int=0xF2), person=str(KNOWN.reference))
    asked = {"kind": "consultation", "purpose_consultation": "advice", "outcome_consultation": "advised"}
    advice = logged(log, UUID(int=0xF3), "idva", **asked)
    due = link_due_at(waiting, england_and_wales())
    with log.desk() as desk:
        assert store.to_link(desk.session, desk.actor.id) == (waiting,)
        assert store.count_unlinked(desk.session, NOW + timedelta(seconds=1)) == 1
        assert store.count_unlinked(desk.session, NOW) == 0
        assert due > NOW
        service.link(desk, waiting, KNOWN)
        after = store.get(desk.session, waiting.reference)
        assert (after.person_id, after.about) == (KNOWN.id, About.REFERENCE)
        assert store.to_link(desk.session, desk.actor.id) == ()
        assert {each.id for each in store.of_person(desk.session, KNOWN.id)} == {waiting.id, linked.id}
        service.link(desk, advice, KNOWN)
        for contact in (after, linked, waiting):
            with pytest.raises(Conflict):
                service.link(desk, contact, KNOWN)


def test_who_turns_out_to_work_for_the_host_leaves_every_count_once(log: Log) -> None:
    contact = logged(log)
    meeting = {"kind": "meeting", "purpose_meeting": "safeguarding", "minutes": "30"}
    about_nobody = logged(log, UUID(int=0xF4), **meeting)
    day = london_day(NOW)

    def count() -> int:
        with log.desk("coordinator") as desk:
            told = given(desk.session, contact.site_id, NOW - timedelta(days=1), NOW + timedelta(days=1))
            counted = numbers.entries(desk.session, (contact.site_id,), day, day)
            assert len(told) == len(counted)
            return len(told)

    assert count() == 2
    with log.desk() as desk:
        apart.keep_apart(desk, contact)
    assert count() == 1
    assert log.events[-1].kind == "site_contact.kept_apart"
    for each in (contact.reference, about_nobody.reference):
        with log.desk() as desk, pytest.raises(Conflict):
            apart.keep_apart(desk, service.own(desk, each))


def test_what_is_not_linked_after_a_working_day_is_late_to_its_author_too(log: Log) -> None:
    contact = logged(log)
    due = link_due_at(contact, england_and_wales())
    for moment, late in ((due - timedelta(seconds=1), ""), (due, LATE)):
        log.clock.advance(seconds=(moment - log.clock()).total_seconds())
        with log.desk() as desk:
            assert [each.late for each in own_log(desk).to_link] == [late]


def test_opening_a_note_about_a_person_is_a_read_of_that_persons_record(log: Log) -> None:
    contact = logged(log, person=str(KNOWN.reference), note="About her")
    log.events.clear()
    with log.desk() as desk:
        service.words_of(desk, contact)
    assert [(event.kind, event.subject_id) for event in log.events] == [
        ("site_contact.read", contact.id),
        ("person.read", KNOWN.id),
    ]


def test_who_asked_to_be_called_back_is_due_a_working_day_later_and_once(log: Log) -> None:
    contact = logged(log, outcome_client="call_back")
    assert contact.call_back_at is not None
    assert contact.call_back_at.date() == (NOW + timedelta(days=1)).date()
    with log.desk() as desk:
        assert store.to_call(desk.session, desk.actor.id) == (contact,)
        service.called_back(desk, contact)
        assert store.to_call(desk.session, desk.actor.id) == ()
        with pytest.raises(Conflict):
            service.called_back(desk, contact)


def test_the_own_log_costs_the_same_however_much_was_logged(log: Log) -> None:
    spent = []
    for many in (1, 12):
        for number in range(many):
            logged(log, UUID(int=0x1000 * many + number), outcome_client="call_back")
        with log.desk() as desk, counted(log.database) as seen:
            assert len(own_log(desk).today) >= many
            spent.append(len(seen))
    assert spent[0] == spent[1] <= 6


def test_what_waits_too_long_is_counted_exactly_when_it_is_due() -> None:
    calendar = england_and_wales()
    for hours in range(0, 24 * 14, 5):
        now = NOW + timedelta(hours=hours)
        before = late_before(now, calendar)
        for age in range(0, 24 * 7, 3):
            received = now - timedelta(hours=age)
            due = calendar.due(received, working_days=1) <= now
            assert (received < before) == due, (now, received)


def test_a_form_that_was_left_is_deleted_after_a_week_and_not_before(log: Log) -> None:
    with log.desk() as desk:
        entry_service.keep(desk, Typed(values={**COMMON, "_csrf": "x", "then": "save", "note": "Half"}))
    for days, gone in ((6, 0), (1, 0), (1, 1)):
        log.clock.advance(days=days)
        with log.desk() as desk:
            kept = drafts.kept(desk.session, desk.vault, desk.actor.id)
            assert kept is not None
            assert set(kept.values) == {*COMMON, "note"}
            assert (entry_service.blank(desk).kept_at is None) == (desk.now - kept.kept_at >= entry_service.KEPT)
            assert len(delete_old_forms(desk)) == gone


def test_a_contact_is_its_authors_and_of_no_other_organisation(log: Log) -> None:
    contact = logged(log)
    with log.desk("caseworker") as desk, pytest.raises(Missing):
        service.own(desk, contact.reference)
    for key in ("sponsor", "shelter_worker"):
        with log.desk(key) as desk, pytest.raises(Missing):
            store.get(desk.session, contact.reference)
    with log.desk("caseworker") as desk, pytest.raises(Conflict):
        service.log(desk, FIRST, entry(), find_person)
