"""The safety stop: reported anywhere, in force everywhere at once, silent about everybody, lifted by the lead."""

from collections.abc import Callable, Mapping

import pytest
from litestar import Litestar

from tests.builders import GALOP, Clock
from tests.kit import Visitor
from tests.portal.referrals.safety.stage import ALLOWED, STOPPED, Two, Visit, two_offers
from tests.scene import ATTEMPT, CONSENT, NAME, PHONE, WORD, act, hidden

WORDS = "He took the phone."


@pytest.fixture
def app_url(database_url: str) -> str:
    """Both databases in turn."""
    return database_url


@pytest.fixture
def two(app: Litestar, client_for: Visit, clock: Clock) -> Two:
    return two_offers(app, client_for, clock)


def number(visitor: Visitor, offer: str) -> tuple[int, str]:
    answer = visitor.submit(f"/offers/{offer}/number")
    return answer.status_code, answer.text


def test_cont_03_one_report_of_a_partner_closes_the_number_on_every_live_offer(two: Two, client_for: Visit) -> None:
    shelter, galop = client_for("shelter_worker"), client_for("galop_worker")
    assert ALLOWED in number(galop, two.galop)[1]
    page = two.stop(shelter)
    assert "Contact is stopped. The lead can see what you reported" in page
    for visitor, offer in ((shelter, two.shelter), (galop, two.galop)):
        status, text = number(visitor, offer)
        assert status == 409
        assert STOPPED in text
        assert PHONE not in text
        assert WORD not in text
    assert "offer.number_refused" in two.kinds()


def test_a_partner_does_not_learn_who_reported_or_that_others_are_involved(two: Two, client_for: Visit) -> None:
    two.stop(client_for("shelter_worker"))
    page = client_for("galop_worker").get(f"/offers/{two.galop}").text
    assert STOPPED in page
    assert "Contact stopped" in page
    for told in ("Shelter Team", "Shelter Worker", WORDS, "found out", "reported", "Somebody"):
        assert told not in page


def test_a_page_that_was_open_already_is_told_and_without_a_stop_nothing_is_sent(two: Two, client_for: Visit) -> None:
    galop = client_for("galop_worker")
    page = galop.get(f"/offers/{two.galop}").text
    assert f'data-hx-get="/offers/{two.galop}/contact-state"' in page
    before = galop.get(f"/offers/{two.galop}/contact-state")
    assert (before.status_code, before.text) == (204, "")
    two.stop(client_for("shelter_worker"))
    after = galop.get(f"/offers/{two.galop}/contact-state")
    assert after.status_code == 200
    assert STOPPED in after.text
    assert "<html" not in after.text
    assert NAME not in after.text


def test_looking_whether_it_was_stopped_opens_nothing_and_is_no_read(two: Two, client_for: Visit) -> None:
    galop, before = client_for("galop_worker"), len(two.kinds())
    galop.get(f"/offers/{two.galop}/contact-state")
    assert len(two.kinds()) == before


def test_top_11_somebody_else_who_answers_stops_contact_by_the_attempt_itself(two: Two, client_for: Visit) -> None:
    worker = client_for("shelter_worker")
    act(worker, two.shelter, "/accept", {})
    version = hidden(worker.get(f"/offers/{two.shelter}/attempt").text, "version")
    tried = {**ATTEMPT, "result": "unexpected_answerer", "time": "10:00", "version": version}
    answer = worker.submit(f"/offers/{two.shelter}/attempt", tried)
    assert "answered-by-other" in answer.headers["location"]
    assert STOPPED in client_for("galop_worker").get(f"/offers/{two.galop}").text


def test_top_11_a_stale_page_stops_contact_all_the_same(two: Two, client_for: Visit) -> None:
    worker = client_for("shelter_worker")
    act(worker, two.shelter, "/accept", {})
    tried = {**ATTEMPT, "result": "unexpected_answerer", "time": "10:00", "version": "1"}
    answer = worker.submit(f"/offers/{two.shelter}/attempt", tried)
    assert answer.status_code == 409
    assert STOPPED in answer.text
    assert STOPPED in client_for("galop_worker").get(f"/offers/{two.galop}").text


def test_the_lead_reads_who_reported_when_where_and_what(two: Two, client_for: Visit) -> None:
    two.stop(client_for("shelter_worker"))
    offer = two.lead.visitor.get(f"/offers/{two.galop}").text
    assert "Contact is stopped" in offer
    led = two.lead.visitor.get(f"/offers/{two.galop}/safety")
    assert led.headers["location"] == f"/people/{two.person}/safety"
    page = two.lead.visitor.get(f"/people/{two.person}/safety").text
    for told in ("Shelter Worker, Shelter Team", WORDS, f"offer {two.shelter}", "Monday 23 November, 10:00"):
        assert told in page
    assert "Contact is stopped" in two.lead.visitor.get(f"/people/{two.person}").text
    assert "contact.stops_read" in two.kinds()


def test_the_lead_finds_what_waits_on_the_first_page_by_reference_alone(two: Two, client_for: Visit) -> None:
    visitor = two.lead.visitor
    assert "Waiting for you" not in visitor.get("/people").text
    two.plan(opens="09:00")
    page = visitor.get("/people").text
    assert f'href="/people/{two.person}/updates"' in page
    two.stop(client_for("shelter_worker"))
    page = visitor.get("/people").text
    assert f'href="/people/{two.person}/safety"' in page
    assert "contact is stopped, reported today 10:01" in page
    assert NAME not in page


def test_top_11_the_lead_opens_it_again_only_after_confirming_the_plan(
    two: Two, client_for: Visit, clock: Clock
) -> None:
    clock.advance(minutes=5)
    two.stop(client_for("shelter_worker"))
    page = two.lead.visitor.get(f"/people/{two.person}/safety").text
    assert "has not been confirmed since contact was stopped" in page
    assert "Why is it safe again?" not in page
    digest = {"reason": "It is safe.", "digest": "x" * 64}
    assert two.lead.visitor.submit(f"/people/{two.person}/open-contact", digest).status_code == 409
    two.plan(way_mobile_call="07700 900456", opens="09:00")
    assert PHONE not in number(client_for("galop_worker"), two.galop)[1]
    assert two.open_again() == 303
    for key, offer in (("shelter_worker", two.shelter), ("galop_worker", two.galop)):
        status, text = number(client_for(key), offer)
        assert status == 200
        assert "07700 900456" in text
        assert PHONE not in text
        assert "09:00–14:00" in text
        assert "Contact opened again" in text


def test_cons_22_a_partner_whose_consent_leaves_contact_out_stays_closed(
    two: Two, client_for: Visit, clock: Clock
) -> None:
    two.stop(client_for("shelter_worker"))
    clock.advance(minutes=5)
    narrower = {"categories": ["identity", "need_types"], "organisation": str(GALOP)}
    _consent(two, narrower)
    two.plan()
    page = two.lead.visitor.get(f"/people/{two.person}/safety").text
    assert "its contact stays closed" in page
    assert two.open_again() == 303
    assert number(client_for("shelter_worker"), two.shelter)[0] == 200
    assert number(client_for("galop_worker"), two.galop)[0] == 409


def _consent(two: Two, changes: Mapping[str, object]) -> None:
    answer = two.lead.visitor.submit(f"/people/{two.person}/consent", {**CONSENT, **changes})
    assert answer.status_code == 303


def test_a_second_report_meanwhile_is_seen_before_anything_is_opened(two: Two, client_for: Visit, clock: Clock) -> None:
    worker = client_for("shelter_worker")
    two.stop(worker)
    clock.advance(minutes=5)
    two.plan()
    page = two.lead.visitor.get(f"/people/{two.person}/safety").text
    two.stop(worker, cause="no_contact_requested", words="")
    form = {"reason": "New phone.", "digest": hidden(page, "digest")}
    late = two.lead.visitor.submit(f"/people/{two.person}/open-contact", form)
    assert late.status_code == 409
    assert number(worker, two.shelter)[0] == 409


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"opens": "11:00"}, "The safe-contact plan became narrower"),
        ({"no_contact": "yes"}, "The person asked for no contact"),
    ],
)
def test_cont_01_a_narrower_plan_stops_contact_by_itself(
    two: Two, client_for: Visit, changes: dict[str, str], cause: str
) -> None:
    two.plan(**changes)
    assert STOPPED in client_for("galop_worker").get(f"/offers/{two.galop}").text
    assert cause in two.lead.visitor.get(f"/people/{two.person}/safety").text


def test_a_wider_plan_and_a_new_number_wait_for_the_lead(two: Two, client_for: Visit) -> None:
    galop = client_for("galop_worker")
    two.plan(opens="09:00", way_mobile_call="07700 900456")
    status, text = number(galop, two.galop)
    assert (status, PHONE in text, "07700 900456" in text) == (200, True, False)
    assert "Tell partners what changed" in two.lead.visitor.get(f"/people/{two.person}").text
    assert "Something changed" in two.lead.visitor.get(f"/offers/{two.galop}").text
    assert two.tell() == 303
    text = number(galop, two.galop)[1]
    assert ("07700 900456" in text, PHONE in text) == (True, False)
    assert "Safe contact changed" in text
    assert "Something changed" not in two.lead.visitor.get(f"/offers/{two.galop}").text


def test_the_lead_stops_contact_from_the_persons_page(two: Two, client_for: Visit) -> None:
    done = two.lead.visitor.submit(f"/people/{two.person}/stop", {"cause": "no_contact_requested"})
    assert "Contact is stopped" in two.lead.visitor.get(done.headers["location"]).text
    assert STOPPED in client_for("shelter_worker").get(f"/offers/{two.shelter}").text
    assert "the person’s record" in two.lead.visitor.get(f"/people/{two.person}/safety").text


def test_cont_01_a_new_offer_of_a_person_whose_contact_is_stopped_has_no_number(two: Two, client_for: Visit) -> None:
    two.lead.visitor.submit(f"/people/{two.person}/stop", {"cause": "breach"})
    worker = client_for("shelter_worker")
    act(worker, two.shelter, "/decline", {"reason": "capacity", "whose_choice": "service"})
    act(client_for("galop_worker"), two.galop, "/decline", {"reason": "capacity", "whose_choice": "service"})
    again = two.lead.send(two.lead.ready(two.person))
    assert number(worker, again)[0] == 409


def test_a_report_without_its_cause_or_of_an_unknown_one_is_asked_for_again_and_nothing_is_lost(
    two: Two, client_for: Visit
) -> None:
    for cause in ("", "plan_narrowed", "nonsense"):
        form = {"cause": cause, "words": WORDS}
        answer = client_for("shelter_worker").submit(f"/offers/{two.shelter}/unsafe", form)
        assert answer.status_code == 422
        assert WORDS in answer.text
        assert "Choose what is not safe" in answer.text
    empty = two.lead.visitor.submit(f"/people/{two.person}/stop", {"words": WORDS})
    assert (empty.status_code, WORDS in empty.text) == (422, True)


def test_opening_without_a_reason_or_without_a_stop_is_refused(two: Two, client_for: Visit, clock: Clock) -> None:
    none = two.lead.visitor.submit(f"/people/{two.person}/open-contact", {"reason": "Safe.", "digest": ""})
    assert (none.status_code, "Contact is not stopped." in none.text) == (409, True)
    two.stop(client_for("shelter_worker"))
    clock.advance(minutes=1)
    two.plan()
    assert two.open_again(reason="") == 422


def test_what_was_reported_is_nowhere_in_clear(two: Two, client_for: Visit) -> None:
    two.stop(client_for("shelter_worker"))
    database = two.app.state.database
    if database.is_sqlite:
        with open(database.url.database, "rb") as file:  # noqa: PTH123
            assert WORDS.encode() not in file.read()


def test_an_offer_that_is_over_takes_no_report(two: Two, client_for: Callable[[str], Visitor]) -> None:
    worker = client_for("shelter_worker")
    act(worker, two.shelter, "/decline", {"reason": "capacity", "whose_choice": "service"})
    assert worker.get(f"/offers/{two.shelter}/unsafe").status_code == 409
    assert worker.submit(f"/offers/{two.shelter}/unsafe", {"cause": "breach"}).status_code == 409
