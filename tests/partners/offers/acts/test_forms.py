"""The forms of the acts: every fault at its field, and the command when there is none."""

from datetime import timedelta

import pytest

from lvws_core.consent.contact import Channel
from lvws_core.errors import Invalid
from lvws_core.vocabulary import WhoseChoice
from partners.offers.acts.forms import (
    LONGEST,
    ContactForm,
    Decline,
    DeclineForm,
    WordsForm,
    parse_contact,
    parse_decline,
    parse_version,
    parse_words,
)
from partners.offers.acts.service import FirstContact
from tests.builders import NOW

SENT = NOW - timedelta(hours=2)
TODAY = {"day": "23", "month": "11", "year": "2026", "time": "09:40", "channel": "mobile_call"}


def _codes(outcome: object) -> list[tuple[str, str]]:
    assert isinstance(outcome, tuple)
    return [(error.field, error.code) for error in outcome]


def test_a_question_is_trimmed() -> None:
    assert parse_words(WordsForm(text="  Is a lift needed?\r\n"), "Question") == "Is a lift needed?"


@pytest.mark.parametrize(("text", "code"), [("", "required"), ("\n ", "required"), ("x" * (LONGEST + 1), "too_long")])
def test_an_empty_or_endless_question_is_none(text: str, code: str) -> None:
    assert _codes(parse_words(WordsForm(text=text), "Question")) == [("text", code)]


def test_route_10_a_decline_has_reason_choice_and_perhaps_words() -> None:
    form = DeclineForm(reason="capacity", whose_choice="person", note="Full.", instead="Solace")
    outcome = parse_decline(form)
    assert isinstance(outcome, Decline)
    assert (outcome.detail.reason, outcome.detail.whose_choice) == ("capacity", WhoseChoice.PERSON)
    assert outcome.text == "Full.\n\nWho might help instead: Solace"
    assert form.words == "Full.\n\nSolace"


def test_route_10_every_fault_of_a_decline_is_told() -> None:
    outcome = parse_decline(DeclineForm(reason="weather", note="x" * (LONGEST + 1)))
    assert _codes(outcome) == [("reason", "unknown_choice"), ("whose_choice", "required"), ("note", "too_long")]


@pytest.mark.parametrize("time", ["09:40", "9.40", " 09:40 "])
def test_a_first_contact_is_read_in_london_time(time: str) -> None:
    outcome = parse_contact(ContactForm(**{**TODAY, "time": time}), sent_at=SENT, now=NOW)
    assert outcome == FirstContact(at=NOW - timedelta(minutes=20), channel=Channel.MOBILE_CALL)


def test_in_summer_london_is_an_hour_ahead() -> None:
    summer = {**TODAY, "month": "7", "day": "1"}
    sent_at = NOW - timedelta(days=300)
    outcome = parse_contact(ContactForm(**summer), sent_at=sent_at, now=NOW)
    assert isinstance(outcome, FirstContact)
    assert (outcome.at.hour, outcome.at.minute) == (8, 40)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"time": "10:01"}, [("day", "in_future")]),
        ({"time": "07:59"}, [("day", "before_sending")]),
        ({"time": "24:00"}, [("time", "not_a_time")]),
        ({"time": ""}, [("time", "not_a_time")]),
        ({"time": "9"}, [("time", "not_a_time")]),
        ({"day": "31"}, [("day", "not_a_date")]),
        ({"channel": ""}, [("channel", "required")]),
        ({"day": "", "month": "", "year": "", "time": "", "channel": "pigeon"}, None),
    ],
)
def test_a_first_contact_that_cannot_be_is_none(changes: dict[str, str], faults: list[tuple[str, str]] | None) -> None:
    every = [("day", "required"), ("time", "not_a_time"), ("channel", "unknown_choice")]
    assert _codes(parse_contact(ContactForm(**{**TODAY, **changes}), sent_at=SENT, now=NOW)) == (faults or every)


@pytest.mark.parametrize("version", ["", "-1", "1.0", "x", "١", "1" * 10])
def test_a_version_that_is_none_is_invalid(version: str) -> None:
    with pytest.raises(Invalid):
        parse_version(version)
