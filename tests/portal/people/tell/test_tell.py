"""Telling the person: what a partner answered waits for the lead, and no time outside the plan is ever named."""

import html
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.consent.contact import Channel, may_contact
from lvws_core.policy import Policy
from lvws_core.referrals import Move
from portal.people.contact_plan.model import SafeContact
from portal.people.tell.model import News, news_of, next_safe_time
from portal.people.tell.pages import safe_time_words
from tests.builders import NOW, Clock
from tests.portal.people.builders import a_contact, contacts
from tests.portal.people.stage import about
from tests.staged import Staged

WORKER = "shelter_worker"


def confirmed(contact: SafeContact) -> SafeContact:
    return replace(contact, plan=replace(contact.plan, confirmed_at=NOW))


@given(contacts(), st.integers(0, 60 * 24 * 10))
def test_cont_01_a_time_is_named_only_where_the_plan_allows_it(contact: SafeContact, minutes: int) -> None:
    plan, after = confirmed(contact), NOW + timedelta(minutes=minutes)
    found = next_safe_time(plan, after)
    if found is not None:
        assert found.at >= after
        assert found.channel in plan.safe
        assert may_contact(plan.plan, found.channel, found.at, Policy()).allowed


def test_top_10_without_a_plan_or_a_safe_channel_no_time_is_named() -> None:
    words = "No safe time is known. Do not make contact: confirm the safe-contact plan first."
    assert safe_time_words(None, None, NOW, Policy()) == words
    nothing = replace(a_contact(), plan=replace(a_contact().plan, channels={}))
    assert safe_time_words(confirmed(nothing), None, NOW, Policy()) == words
    assert safe_time_words(a_contact(), None, NOW, Policy()) == words  # never confirmed


def test_cont_01_the_words_name_the_next_window_or_say_that_it_is_now() -> None:
    plan = confirmed(a_contact())
    assert safe_time_words(plan, None, NOW, Policy()) == "It is safe to tell them now: mobile call."
    late = NOW.replace(hour=15)
    assert safe_time_words(plan, None, late, Policy()) == "Next safe time: tomorrow 10:00, mobile call."
    assert safe_time_words(plan, NOW, NOW, Policy()) == "Contact is stopped: tell them only if they come to you."


def test_no_letter_is_offered_as_the_way_to_tell() -> None:
    plan = confirmed(a_contact())
    by_post = replace(plan, plan=replace(plan.plan, channels={Channel.POST: plan.plan.safety_of(Channel.MOBILE_CALL)}))
    assert next_safe_time(by_post, NOW) is None


@pytest.mark.parametrize("move", Move)
def test_answers_waiting_lists_and_endings_are_news_and_nothing_else_is(move: Move) -> None:
    told = {
        Move.ACCEPT,
        Move.WAITLIST,
        Move.DECLINE,
        Move.EXPIRE,
        Move.NOT_REACHED,
        Move.HAND_BACK,
        Move.RECORD_OUTCOME,
    }
    assert (news_of(move.value) is not None) == (move in told)
    assert set(News) - {News(each.value) for each in told} == {News.NEW_WORKER}  # which no move of an offer brings


def entries(page: str) -> list[str]:
    return re.findall(r'name="entry" value="([\w-]+)"', page)


def test_top_14_after_a_partners_answer_the_lead_is_asked_to_tell_the_person_and_does_in_one_press(
    staged: Staged, clock: Clock
) -> None:
    lead, scene = staged.visitor("caseworker"), staged.scene
    offer = scene.offers["acknowledged"]
    partner = staged.visitor(WORKER)
    version = re.search(r'name="version" value="(\d+)"', partner.get(f"/offers/{offer}").text)
    assert version is not None
    assert partner.submit(f"/offers/{offer}/accept", {"version": version[1]}).status_code == 303
    path = f"/people/{about(staged, offer)[0]}"
    page = html.unescape(lead.get(path).text)
    assert f"Shelter Team {News.ACCEPTED.label}" in page
    assert "It is safe to tell them now: mobile call." in page
    clock.advance(hours=5)
    lead = staged.visitor("caseworker")
    assert "Next safe time: tomorrow 10:00, mobile call." in lead.get(path).text
    entry = entries(page)[0]
    answer = lead.submit(f"{path}/tell", {"entry": entry})
    assert answer.headers["location"] == f"{path}?done=person_told"
    assert entry not in entries(lead.get(path).text)
    assert lead.submit(f"{path}/tell", {"entry": entry}).status_code == 404
    assert lead.submit(f"{path}/tell", {"entry": "nonsense"}).status_code in {400, 422}
