"""The addresses of an offer: each journey without JavaScript, and everything that is refused."""

import re
from collections.abc import Callable, Mapping

import pytest
from httpx import Response
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import Move, Note, OfferStatus, allowed_moves, allowed_notes
from partners.offers import store
from partners.offers.buttons.pages import ELSEWHERE
from portal.audit.tables import Entry
from tests.builders import CONSORTIUM, NOW, Clock
from tests.kit import Visitor, before_covers
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import MISSING, NAME, PHONE, WORD, Scene, set_scene

WORKER, MANAGER, LEAD_WORKER, STRANGER = "shelter_worker", "shelter_manager", "caseworker", "galop_worker"
As = Callable[[str], Visitor]


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


@pytest.fixture
def scene(app: Litestar, desk_of: DeskOf) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


def _version(page: Response) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.text)
    return found[1] if found else ""


def _accept(visitor: Visitor, reference: str, version: str) -> Response:
    return visitor.submit(f"/offers/{reference}/accept", version=version)


def _audit(app: Litestar) -> list[str]:
    with app.state.database.system(reading=True) as session:
        return list(session.exec(select(Entry.kind).order_by(Entry.sequence)))


def test_the_inbox_shows_reference_need_risk_and_due_and_no_name(client_for: As, scene: Scene) -> None:
    page = client_for(WORKER).get("/inbox")
    assert page.status_code == 200
    for words in (
        scene.offer,
        "Shelter and accommodation",
        "High",
        "Croydon",
        "Open by",
        "today 10:00",
        "2 need an answer",
    ):
        assert words in page.text
    assert NAME not in page.text


def test_for_htmx_the_inbox_is_its_fragment(client_for: As, scene: Scene) -> None:
    page = client_for(WORKER).get("/inbox", headers={"HX-Request": "true"})
    assert scene.offer in page.text
    assert "<html" not in page.text
    assert "HX-Request" in page.headers["vary"]


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("show", ["today", "needs-answer", "with-lead", "accepted", "active", "closed"])
def test_an_empty_view_says_what_will_appear(client_for: As, show: str) -> None:
    visitor = client_for("galop_manager")
    page = visitor.get(f"/inbox?show={show}")
    assert page.status_code == 200
    assert "portal-empty" in page.text or show in {"today", "needs-answer"}


def test_the_closed_view_says_when_each_ended_and_which_stop_is_to_be_confirmed(client_for: As, scene: Scene) -> None:
    page = client_for(WORKER).get("/inbox?show=closed").text
    assert scene.offers[OfferStatus.DECLINED] in page
    assert "Last change" in page
    assert "Today 08:00" in page
    assert "Confirm that you have stopped by" in page


@pytest.mark.usefixtures("scene")
@pytest.mark.parametrize("query", ["?show=all", "?after=x", "?show=closed&after=W10"])
def test_a_view_or_a_cursor_of_nothing_is_refused(client_for: As, query: str) -> None:
    assert client_for(WORKER).get(f"/inbox{query}").status_code == 422


def test_i6_the_read_is_in_the_audit_before_the_page_is_sent(client_for: As, app: Litestar, scene: Scene) -> None:
    before = len(_audit(app))
    page = client_for(WORKER).get(f"/offers/{scene.offer}")
    assert NAME in page.text
    assert _audit(app)[before:] == ["offer.moved", "offer.read"]


def test_top_10_safe_contact_comes_first_and_no_number_until_it_is_asked_for(client_for: As, scene: Scene) -> None:
    visitor = client_for(WORKER)
    page = visitor.get(f"/offers/{scene.offer}")
    assert page.text.index("Safe contact") < page.text.index(NAME)
    assert PHONE not in page.text
    assert WORD not in page.text
    shown = visitor.submit(f"/offers/{scene.offer}/number")
    assert shown.status_code == 200
    assert PHONE in shown.text
    assert WORD in shown.text
    assert "Safe to use now" in shown.text


def test_assurance_p10_each_showing_of_the_number_is_recorded(client_for: As, app: Litestar, scene: Scene) -> None:
    visitor = client_for(WORKER)
    for _ in range(2):
        fragment = visitor.post(
            f"/offers/{scene.offer}/number",
            data={"_csrf": visitor.csrf, "_key": "same"},
            headers={"HX-Request": "true"},
        )
        assert "<html" not in fragment.text
        assert PHONE in fragment.text
    assert _audit(app).count("offer.number_shown") == 2


def test_cont_01_outside_the_hours_the_page_says_when(client_for: As, scene: Scene, clock: Clock) -> None:
    clock.advance(hours=5)
    page = client_for(WORKER).submit(f"/offers/{scene.offer}/number")
    assert "Not now. Next safe time: tomorrow 10:00." in page.text
    assert "It is outside the agreed hours." in page.text


def test_accept_is_one_request_and_the_page_says_what_comes_next(client_for: As, scene: Scene) -> None:
    visitor = client_for(WORKER)
    version = _version(visitor.get(f"/offers/{scene.offer}"))
    answer = _accept(visitor, scene.offer, version)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/offers/{scene.offer}?done=accepted")
    page = visitor.get(answer.headers["location"])
    told = (
        f"You have accepted {scene.offer}. The lead can see it now. Record first contact by Tuesday 24 November, 10:00."
    )
    assert told in page.text
    assert "you" in visitor.get("/inbox?show=accepted").text


def test_who_presses_accept_second_is_told_calmly_who_did(client_for: As, scene: Scene) -> None:
    first, second = client_for(WORKER), client_for(MANAGER)
    version = _version(second.get(f"/offers/{scene.offer}"))
    _accept(first, scene.offer, version)
    late = _accept(second, scene.offer, version)
    assert late.status_code == 409
    assert "Shelter Worker accepted this a moment ago." in late.text
    assert "Accepted, not yet contacted" in late.text
    assert "problem" not in late.text.lower()


def test_i13_the_same_form_twice_has_one_effect(client_for: As, app: Litestar, scene: Scene) -> None:
    visitor = client_for(WORKER)
    version = _version(visitor.get(f"/offers/{scene.offer}"))
    answers = [visitor.submit(f"/offers/{scene.offer}/accept", key="once", version=version) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    with app.state.database.system(reading=True) as session:
        assert store.get(session, scene.offer).offer.version == int(version) + 2


def test_a_question_and_its_answer_go_from_one_to_the_other(client_for: As, scene: Scene) -> None:
    partner, lead = client_for(WORKER), client_for(LEAD_WORKER)
    form = partner.get(f"/offers/{scene.offer}/ask")
    asked = partner.submit(f"/offers/{scene.offer}/ask", version=_version(form), text="Is a lift needed?")
    assert "stands still" in partner.get(asked.headers["location"]).text
    page = lead.get(f"/offers/{scene.offer}")
    assert "Is a lift needed?" in page.text
    answered = lead.submit(f"/offers/{scene.offer}/answer", version=_version(page), text="Yes, always.")
    assert "Your reply has gone to Shelter Team." in lead.get(answered.headers["location"]).text
    assert "Yes, always." in partner.get(f"/offers/{scene.offer}").text


def test_p15_a_stale_form_gives_both_texts_and_saves_nothing(client_for: As, scene: Scene) -> None:
    reference, first, second = scene.offers[OfferStatus.INFO_NEEDED], client_for(LEAD_WORKER), client_for("colleague")
    version = _version(second.get(f"/offers/{reference}"))
    first.submit(f"/offers/{reference}/answer", version=version, text="Yes, Tigrinya.")
    late = second.submit(f"/offers/{reference}/answer", version=version, text="No, none is.")
    assert late.status_code == 409
    for words in ("Caseworker answered the question a moment ago.", "No, none is.", "Yes, Tigrinya."):
        assert words in late.text
    assert "No, none is." not in second.get(f"/offers/{reference}").text


def test_a_decline_tells_the_lead_reason_choice_and_note(client_for: As, scene: Scene) -> None:
    partner = client_for(WORKER)
    form = partner.get(f"/offers/{scene.offer}/decline")
    assert "The lead will look for someone else at once." in form.text
    typed = {"reason": "capacity", "whose_choice": "service", "note": "Full.", "instead": "The borough's team"}
    done = partner.submit(f"/offers/{scene.offer}/decline", typed, version=_version(form))
    assert f"You have declined {scene.offer}." in partner.get(done.headers["location"]).text
    page = client_for(LEAD_WORKER).get(f"/offers/{scene.offer}").text
    for words in (
        "No capacity.",
        "The service’s own choice.",
        "Full.",
        "Who might help instead: The borough&#39;s team",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("act", "typed", "told"),
    [
        ("ask", {"text": " "}, "Enter question"),
        ("decline", {"note": "Kept words"}, "Choose why you decline"),
        ("decline", {"reason": "weather", "note": "Kept words"}, "Choose why you decline"),
    ],
)
def test_a_form_with_mistakes_comes_back_with_what_was_typed(
    client_for: As, scene: Scene, act: str, typed: dict[str, str], told: str
) -> None:
    visitor = client_for(WORKER)
    version = _version(visitor.get(f"/offers/{scene.offer}/{act}"))
    page = visitor.submit(f"/offers/{scene.offer}/{act}", typed, version=version)
    assert page.status_code == 422
    assert told in page.text
    assert typed.get("note", "") in page.text


def test_an_empty_answer_comes_back_on_the_offers_page(client_for: As, scene: Scene) -> None:
    reference, lead = scene.offers[OfferStatus.INFO_NEEDED], client_for(LEAD_WORKER)
    page = lead.submit(f"/offers/{reference}/answer", version=_version(lead.get(f"/offers/{reference}")), text="")
    assert page.status_code == 422
    assert "Enter reply" in page.text


def test_first_contact_moves_custody_and_both_sides_read_the_same_line(client_for: As, scene: Scene) -> None:
    reference, partner, lead = scene.offers[OfferStatus.ACCEPTED], client_for(WORKER), client_for(LEAD_WORKER)
    assert "until Shelter Team records first contact." in lead.get(f"/offers/{reference}").text
    form = partner.get(f"/offers/{reference}/first-contact")
    assert 'value="23"' in form.text
    assert 'value="10:00"' in form.text
    typed = {
        "day": "23",
        "month": "11",
        "year": "2026",
        "time": "9.40",
        "channel": "mobile_call",
        "note": "It went well.",
    }
    done = partner.submit(f"/offers/{reference}/first-contact", typed, version=_version(form))
    assert "Shelter Team is responsible now" in partner.get(done.headers["location"]).text
    for visitor in (partner, lead):
        page = visitor.get(f"/offers/{reference}").text
        assert "<strong>Responsible now:</strong> Shelter Team, since first contact today 10:00." in page
        assert "Mobile call, today 09:40." in page
        assert "It went well." in page


def test_a_contact_in_the_future_is_no_contact(client_for: As, scene: Scene) -> None:
    reference, visitor = scene.offers[OfferStatus.ACCEPTED], client_for(WORKER)
    typed = {"day": "23", "month": "11", "year": "2026", "time": "10:01", "channel": "mobile_call"}
    version = _version(visitor.get(f"/offers/{reference}/first-contact"))
    page = visitor.submit(f"/offers/{reference}/first-contact", typed, version=version)
    assert page.status_code == 422
    assert "The contact cannot lie in the future" in page.text


def test_sent_says_what_waits_on_whom(client_for: As, scene: Scene) -> None:
    page = client_for(LEAD_WORKER).get("/sent").text
    assert scene.offer in page
    assert "Shelter Team</strong> to open it and answer" in page
    assert "You</strong> should answer their question" in page
    assert "You</strong> should look for someone else: they declined" in page
    assert NAME not in page
    assert scene.foreign_offer not in page


def test_after_withdrawal_the_partner_reads_nothing_of_the_person(client_for: As, scene: Scene) -> None:
    page = client_for(WORKER).get(f"/offers/{scene.offers[OfferStatus.WITHDRAWN]}")
    assert "Stop any contact that you had planned." in page.text
    assert NAME not in page.text
    assert "Show the number" not in page.text


@pytest.mark.parametrize("path", ["", "/ask", "/decline", "/first-contact"])
def test_an_unknown_a_malformed_and_a_foreign_reference_are_the_same_page(
    client_for: As, scene: Scene, path: str
) -> None:
    visitor = client_for(WORKER)
    pages = [visitor.get(f"/offers/{r}{path}") for r in (MISSING, "nothing", scene.foreign_offer)]
    assert {page.status_code for page in pages} == {404}
    assert len({_without_secrets(page.text) for page in pages}) == 1


def _without_secrets(text: str) -> str:
    return re.sub(r'nonce="[^"]*"|value="[^"]*"|nonce-[^"]*', "", text)


@pytest.mark.parametrize("act", ["number", "accept", "ask", "decline", "first-contact", "answer"])
def test_i9_a_strangers_act_finds_nothing(client_for: As, scene: Scene, act: str) -> None:
    typed = {"version": "2", "text": "x", "reason": "capacity", "whose_choice": "service"}
    assert client_for(STRANGER).submit(f"/offers/{scene.offer}/{act}", typed).status_code == 404


@pytest.mark.parametrize("act", ["number", "accept", "ask", "decline", "first-contact"])
def test_the_lead_makes_no_move_of_the_partner(client_for: As, scene: Scene, act: str) -> None:
    typed = {"version": "2", "text": "x", "reason": "capacity", "whose_choice": "service", "channel": "mobile_call"}
    when = {"day": "23", "month": "11", "year": "2026", "time": "09:00"}
    assert client_for(LEAD_WORKER).submit(f"/offers/{scene.offer}/{act}", {**typed, **when}).status_code == 403


@pytest.mark.parametrize("version", ["", "-1", "two", "9" * 30])
def test_a_version_of_nothing_is_refused(client_for: As, scene: Scene, version: str) -> None:
    assert _accept(client_for(WORKER), scene.offer, version).status_code == 422


def test_a_form_for_a_move_that_is_over_is_a_conflict(client_for: As, scene: Scene) -> None:
    visitor = client_for(WORKER)
    for act in ("ask", "decline"):
        assert visitor.get(f"/offers/{scene.offers[OfferStatus.ACTIVE]}/{act}").status_code == 409


MARKS: Mapping[Move | Note, str] = {
    Move.ACCEPT: "accept",
    Move.ASK: "ask",
    Move.DECLINE: "decline",
    Move.FIRST_CONTACT: "first-contact",
    Move.ANSWER: "answer",
    Move.WAITLIST: "waitlist",
    Move.NOT_REACHED: "not-reached",
    Move.HAND_BACK: "hand-back",
    Move.PAUSE: "pause",
    Move.RESUME: "resume",
    Move.FINISH: "finish",
    Move.RECORD_OUTCOME: "outcome",
    Move.WITHDRAW: "withdraw",
    Move.MARK_ERROR: "mark-error",
    Note.ATTEMPT: "attempt",
    Note.UPDATE: "update",
    Note.ASSIGNED: "assign",
    Note.STOP_CONFIRMED: "stop",
    Note.OUTCOME_ACKNOWLEDGED: "acknowledge",
    Note.STILL_NEEDED: "still-needed",
    Note.STILL_POSSIBLE: "still-possible",
    Note.REVIEW_ASKED: "ask-still-needed",
    Note.MESSAGE: "message",
    Note.DELIVERED: "deliver",
}
"""The address of each act; every move and note has one but those that are made elsewhere."""


def test_every_act_has_an_address() -> None:
    assert set(MARKS) == {*Move, *Note} - ELSEWHERE


@pytest.mark.parametrize("key", [WORKER, MANAGER, LEAD_WORKER, "idva", "lead_manager"])
def test_the_buttons_are_the_acts_that_the_library_accepts(
    client_for: As, app: Litestar, scene: Scene, key: str
) -> None:
    visitor, actor = client_for(key), CONSORTIUM[key].actor
    for status, reference in scene.offers.items():
        page = visitor.get(f"/offers/{reference}").text
        with app.state.database.system(reading=True) as session:
            offer = store.get(session, reference).offer
        hidden = status == OfferStatus.ERROR and actor.organisation_id != offer.lead_organisation_id
        shown = {act for act, mark in MARKS.items() if f'"/offers/{reference}/{mark}"' in page}
        allowed = frozenset() if hidden else allowed_moves(offer, actor) | allowed_notes(offer, actor)
        assert shown == allowed - ELSEWHERE, status
        assert len(re.findall(r'class="govuk-button"', before_covers(page))) <= 1, status


@pytest.mark.parametrize("key", [WORKER, MANAGER, LEAD_WORKER])
def test_every_form_of_an_act_opens_where_the_act_is_allowed_and_nowhere_else(
    client_for: As, app: Litestar, scene: Scene, key: str
) -> None:
    visitor, actor = client_for(key), CONSORTIUM[key].actor
    pressed = {Move.ACCEPT, Move.ANSWER, Move.RESUME}
    pressed |= {Note.OUTCOME_ACKNOWLEDGED, Note.REVIEW_ASKED, Note.STILL_POSSIBLE}
    for status, reference in scene.offers.items():
        visitor.get(f"/offers/{reference}")
        with app.state.database.system(reading=True) as session:
            offer = store.get(session, reference).offer
        for act in MARKS.keys() - pressed:
            answered = visitor.get(f"/offers/{reference}/{MARKS[act]}").status_code
            allowed = act in allowed_moves(offer, actor) | allowed_notes(offer, actor)
            assert (answered == 200) == allowed, (status, act, answered)
            assert answered in {200, 403, 404, 409}


def test_an_old_news_says_nothing_any_more(client_for: As, scene: Scene) -> None:
    page = client_for(WORKER).get(f"/offers/{scene.offers[OfferStatus.ACTIVE]}?done=accepted")
    assert "You have accepted" not in page.text
    assert NOW.year == 2026
