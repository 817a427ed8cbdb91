"""What was heard from a partner without an account: complete, or every fault at its field."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from lvws_core.referrals import SecureRoute
from partners.offers.delivery.forms import DeliverForm, Record, RecordForm, parse_record, parse_route, record_form
from partners.offers.delivery.model import RECORDS, Said
from tests.builders import NOW

SENT_AT = NOW - timedelta(days=2)
HEARD = RecordForm(
    version="1",
    confirmed_by="Dana Reed, duty IDVA",
    heard_how="duty_telephone",
    heard_day=str(NOW.day),
    heard_month=str(NOW.month),
    heard_year=str(NOW.year),
    time="00:05",
)
OWN = {
    Said.DECLINED: {"reason": "capacity", "whose_choice": "service"},
    Said.HANDED_BACK: {"reason": "capacity", "whose_choice": "person"},
    Said.NOT_REACHED: {"reason": "attempts_exhausted"},
    Said.WAITLISTED: {"band": "two_weeks", "override": "Has a safe place meanwhile."},
    Said.FIRST_CONTACT: {"channel": "mobile_call"},
    Said.OUTCOME: {"outcome": "disengaged"},
    Said.STOPPED: {"answer": "stopped"},
    Said.UPDATE: {"note": "They met twice."},
}


def parse(form: RecordForm, said: Said) -> object:
    return parse_record(form, said, sent_at=SENT_AT, now=NOW, needs_override=True)


def faults(form: RecordForm, said: Said) -> set[tuple[str, str]]:
    found = parse(form, said)
    assert not isinstance(found, Record)
    return {(error.field, error.code) for error in found}


def test_everything_that_can_be_said_is_a_move_or_a_note() -> None:
    assert set(RECORDS) == set(Said)


@pytest.mark.parametrize("said", Said)
def test_what_is_complete_is_read_with_who_how_and_when(said: Said) -> None:
    found = parse(replace(HEARD, **OWN.get(said, {})), said)
    assert isinstance(found, Record)
    assert (found.confirmed_by, found.heard.how) == ("Dana Reed, duty IDVA", SecureRoute.DUTY_TELEPHONE)
    assert found.heard.at <= NOW


@pytest.mark.parametrize("said", Said)
def test_nothing_is_recorded_without_who_how_and_when(said: Said) -> None:
    found = faults(RecordForm(version="1", **OWN.get(said, {})), said)
    assert found == {
        ("confirmed_by", "required"),
        ("heard_how", "required"),
        ("heard", "required"),
        ("time", "not_a_time"),
    }


@pytest.mark.parametrize("said", OWN)
def test_each_has_fields_of_its_own_that_are_needed(said: Said) -> None:
    expected = {("note", "required")} if said == Said.UPDATE else {(name, "required") for name in OWN[said]}
    assert faults(HEARD, said) == expected


def test_ordinary_post_is_no_way_of_delivery_or_of_word() -> None:
    assert faults(replace(HEARD, heard_how="post"), Said.ACCEPTED) == {("heard_how", "unknown_choice")}
    assert [error.code for error in parse_route(DeliverForm(route="email"))] == ["unknown_choice"]  # type: ignore[union-attr]
    assert parse_route(DeliverForm(route="by_hand")) is SecureRoute.BY_HAND


def test_a_word_lies_after_sending_and_not_in_the_future() -> None:
    early, late = str((SENT_AT - timedelta(days=1)).day), str((NOW + timedelta(days=1)).day)
    assert faults(replace(HEARD, heard_day=early), Said.ACCEPTED) == {("heard", "before_sending")}
    assert faults(replace(HEARD, heard_day=late), Said.ACCEPTED) == {("heard", "in_future")}


def test_what_is_kept_after_a_stop_is_explained() -> None:
    assert faults(replace(HEARD, answer="retained"), Said.STOPPED) == {("note", "required")}


def test_need_01_a_planned_outcome_compares_a_need_as_on_the_portal_and_counts_them() -> None:
    needs = {"shelter_accommodation": "4", "finance_benefits": "na"}
    form = record_form({"outcome": "needs_met", **{f"first_{key}": score for key, score in needs.items()}})
    assert faults(replace(HEARD, outcome="needs_met", first=form.first, last=form.last), Said.OUTCOME) == {
        ("needs", "required")
    }
    found = parse(replace(HEARD, outcome="needs_met", first=form.first, last=needs, note="Well."), Said.OUTCOME)
    assert isinstance(found, Record)
    assert (found.told["needs_compared"], found.told["needs_unchanged"]) == (1, 1)
    assert found.note.endswith(": 4 at the start, 4 now.\n\nWell.")


def test_need_01_a_score_that_is_none_is_a_fault_at_its_need() -> None:
    form = replace(HEARD, outcome="needs_met", first={"shelter_accommodation": "9"}, last={})
    assert {field for field, _ in faults(form, Said.OUTCOME)} == {"first_shelter_accommodation"}
