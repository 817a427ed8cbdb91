from datetime import UTC, datetime, time

import pytest
from hypothesis import given

from lvws_core.consent.contact import Channel, ContactPlan, Safety, days_in_words, in_plain_words
from tests.lvws_core.consent.builders import a_plan, office_hours
from tests.lvws_core.consent.strategies import plans


def test_the_sentences_are_those_of_the_screen() -> None:
    plan = a_plan(
        windows=(office_hours(),),
        say_if_other_answers="wrong number",
        has_code_word=True,
        confirmed_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    )
    assert in_plain_words(plan) == (
        "Call only Mon–Fri 10:00–14:00.",
        "No voicemail, no texts, nothing else.",
        "If someone else answers: say “wrong number” and end.",
        "Do not name the service first.",
        "The person will say the agreed word.",
        "Confirmed with the person on 2 July 2026.",
    )


def test_top_10_what_is_not_known_reads_as_not_known_where_the_plan_is_not_sensitive() -> None:
    channels = {Channel.EMAIL: Safety.YES, Channel.LANDLINE: Safety.NO, Channel.VIDEO: Safety.UNKNOWN}
    plan = a_plan(
        channels=channels, sensitive=False, name_service_ok=Safety.YES, withheld_ok=Safety.NO, confirmed_at=None
    )
    assert in_plain_words(plan) == (
        "No hours have been agreed.",
        "No post.",
        "Not known: whether voicemail and texts may be used.",
        "Safe: email.",
        "Never use: landline call.",
        "Not known to be safe: video call.",
        "If someone else answers: end without saying why.",
        "Do not withhold your number.",
        "This was never confirmed with the person.",
    )


def test_top_10_what_is_not_known_reads_as_never_where_the_plan_is_sensitive() -> None:
    assert "No channel is known to be safe: use none." in in_plain_words(
        a_plan(channels={Channel.VIDEO: Safety.UNKNOWN})
    )
    safe = {Channel.MOBILE_CALL: Safety.YES, Channel.EMAIL: Safety.YES, Channel.VIDEO: Safety.UNKNOWN}
    told = in_plain_words(a_plan(channels=safe))
    assert told[:3] == (
        "Calls are safe; no hours have been agreed.",
        "No voicemail, no texts, nothing else.",
        "Safe: mobile call, email.",
    )


def test_top_10_where_post_is_safe_every_other_way_is_named() -> None:
    channels = {Channel.MOBILE_CALL: Safety.YES, Channel.EMAIL: Safety.NO, Channel.WHATSAPP: Safety.UNKNOWN}
    told = in_plain_words(a_plan(channels=channels, post_ok=Safety.YES))
    assert told[1:3] == ("No voicemail, no texts.", "Never use: email, WhatsApp.")


def test_cont_02_a_no_to_post_as_a_channel_wins() -> None:
    assert "No post, nothing else." in in_plain_words(
        a_plan(
            channels={Channel.MOBILE_CALL: Safety.YES, Channel.POST: Safety.NO},
            voicemail_ok=Safety.YES,
            text_ok=Safety.YES,
            post_ok=Safety.YES,
        )
    )


def test_cont_01_a_wish_for_no_contact_and_an_open_breach_come_first() -> None:
    sentences = in_plain_words(a_plan(breach_open=True, no_contact_requested=True))
    assert [s.startswith("Do not make contact") for s in sentences[:3]] == [True, True, False]


def test_the_hours_of_a_plan_without_calls_are_for_contact_and_barred_hours_are_named() -> None:
    evening = office_hours(days=frozenset({1, 3}), opens=time(18), closes=time(20, 30))
    plan = a_plan(channels={Channel.EMAIL: Safety.YES}, windows=(office_hours(), evening), not_when=(evening,))
    hours = "Make contact only Mon–Fri 10:00–14:00 or Tue, Thu 18:00–20:30."
    assert in_plain_words(plan)[:2] == (hours, "Never Tue, Thu 18:00–20:30.")


def test_ways_that_are_all_safe_need_no_sentence() -> None:
    plan = a_plan(voicemail_ok=Safety.YES, text_ok=Safety.YES, post_ok=Safety.YES)
    assert not any(sentence.startswith("No ") for sentence in in_plain_words(plan)[1:])


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({0}, "Monday"),
        ({5, 6}, "Saturday and Sunday"),
        ({0, 2, 4}, "Monday, Wednesday and Friday"),
        ({0, 1, 2, 4, 5, 6}, "Monday to Wednesday and Friday to Sunday"),
        (set(range(7)), "every day"),
    ],
)
def test_days_are_said_as_people_say_them(days: set[int], words: str) -> None:
    assert days_in_words(frozenset(days)) == words


@given(plans)
def test_every_plan_can_be_read(plan: ContactPlan) -> None:
    sentences = in_plain_words(plan)
    assert all(sentence[0].isupper() and sentence.endswith(".") for sentence in sentences)
