"""The main job from end to end, on both databases; and what happens when two want the same, or one sends twice."""

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import select

from partners.offers.service import SNAPSHOT
from partners.offers.store import get as get_offer
from partners.offers.tables import MessageRow, OfferRow
from portal.audit import store as audit
from portal.auth import store as accounts
from portal.auth.model import token_hash
from portal.people.tables import PersonRow
from portal.security import csrf_token
from portal.vault import KeyVault
from tests.builders import CONSORTIUM
from tests.kit import Visitor
from tests.lending import an_application
from tests.live import serving
from tests.scene import CONTACT, INCIDENT, NAME, NEWCOMER, PHONE, QUESTION, Lead, act, hidden, led_to
from tests.staged import Staged

ROUNDS = 6


@pytest.fixture
def staged(staged_on_each: Staged) -> Staged:
    """Each database in turn."""
    return staged_on_each


@pytest.fixture
def address(staged: Staged) -> Iterator[str]:
    """The application of the scene, served by a real uvicorn."""
    url = staged.app.state.database.url.render_as_string(hide_password=False)
    with an_application(url, staged.clock, uuid4, demo=True) as app, serving(app) as server:
        yield server.address


def kinds(staged: Staged) -> list[str]:
    with staged.app.state.database.system(reading=True) as session:
        return [entry.kind for entry in audit.entries(session)]


def status_of(staged: Staged, reference: str) -> tuple[str, int]:
    with staged.app.state.database.system(reading=True) as session:
        row = session.exec(select(OfferRow).where(OfferRow.reference == reference)).one()
        return row.status, row.version


def token_for(staged: Staged, key: str) -> str:
    token = f"{key}-live"
    with staged.app.state.database.system() as session:
        accounts.add_session(session, token_hash(token), CONSORTIUM[key].id, staged.clock())
    return token


# --- The whole way ---------------------------------------------------------------------------------


def test_a_lead_refers_a_partner_accepts_and_the_loop_closes(staged: Staged) -> None:
    lead, worker = staged.visitor("caseworker"), staged.visitor("shelter_worker")
    person = Lead(lead).person()
    referral = Lead(lead).ready(person)
    preview = lead.get(f"{referral.path}?open=send").text
    for told in (NAME, "This is all that Shelter Team, Housing advice will see", "Send to Shelter Team"):
        assert told in preview
    offer = Lead(lead).send(referral)

    inbox = worker.get("/inbox").text
    assert offer in inbox
    assert NAME not in inbox
    page = worker.get(f"/offers/{offer}").text
    assert page.index("Safe contact") < page.index(NAME)
    assert PHONE not in page
    assert PHONE in worker.submit(f"/offers/{offer}/number").text

    assert led_to(act(worker, offer, "/ask", {"text": QUESTION})) == f"/offers/{offer}"
    asked = lead.get(f"/offers/{offer}").text
    assert QUESTION in asked
    form = {"text": "Yes, a woman.", "version": hidden(asked, "version")}
    led_to(lead.submit(f"/offers/{offer}/answer", form))
    assert "Yes, a woman." in worker.get(f"/offers/{offer}").text

    led_to(act(worker, offer, "/accept", {}))
    assert "Accepted" in lead.get(f"/offers/{offer}").text
    led_to(act(worker, offer, "/first-contact", {**CONTACT, "time": "10:00"}))
    for reader in (lead, worker):
        assert "Shelter Team, since first contact" in reader.get(f"/offers/{offer}").text
    assert offer in lead.get("/sent").text


def test_a_partner_declines_with_a_reason_and_the_lead_reads_whose_choice_it_was(staged: Staged) -> None:
    offer, worker = staged.scene.offer, staged.visitor("shelter_worker")
    form = {"reason": "capacity", "whose_choice": "service", "note": "Full until Friday."}
    led_to(act(worker, offer, "/decline", form))
    seen = staged.visitor("caseworker").get(f"/offers/{offer}").text
    assert "The service’s own choice" in seen
    assert "Full until Friday." in seen


# --- Two at once -----------------------------------------------------------------------------------


def live(address: str, token: str) -> httpx.Client:
    # A demonstration's cookie: the live server speaks plain http.
    return httpx.Client(base_url=address, cookies={"lvws-demo-sid": token}, timeout=30)


def test_i4_two_workers_accept_at_once_one_wins_and_the_other_is_told_who(staged: Staged, address: str) -> None:
    lead = Lead(staged.visitor("caseworker"))
    keys = ("shelter_worker", "shelter_manager")
    tokens = {key: token_for(staged, key) for key in keys}
    for _ in range(ROUNDS):
        offer = lead.offer()
        answers = dict(zip(keys, race(address, staged, offer, tokens), strict=True))
        assert sorted(answer.status_code for answer in answers.values()) == [303, 409]
        winner = next(key for key, answer in answers.items() if answer.status_code == 303)
        loser = next(answer for answer in answers.values() if answer.status_code == 409)
        assert f"{CONSORTIUM[winner].name} accepted this a moment ago." in loser.text
        with staged.app.state.database.system(reading=True) as session:
            row = session.exec(select(OfferRow).where(OfferRow.reference == offer)).one()
            assert (row.status, row.assigned_to) == ("accepted", CONSORTIUM[winner].id)


def race(address: str, staged: Staged, offer: str, tokens: dict[str, str]) -> list[httpx.Response]:
    browsers = [live(address, token) for token in tokens.values()]
    try:
        versions = [hidden(b.get(f"/offers/{offer}").text, "version") for b in browsers]
        forms = [
            {"_csrf": csrf_of(staged, token), "_key": f"{offer}-{n}", "version": versions[-1]}
            for n, token in enumerate(tokens.values())
        ]
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda b, f: b.post(f"/offers/{offer}/accept", data=f), browsers, forms))
    finally:
        for browser in browsers:
            browser.close()


def csrf_of(staged: Staged, token: str) -> str:
    return csrf_token(staged.app.state.settings.secrets.form_key, token_hash(token))


def test_i13_the_same_form_many_times_at_once_has_one_effect(staged: Staged, address: str) -> None:
    token = token_for(staged, "caseworker")
    form = {**NEWCOMER, "_csrf": csrf_of(staged, token), "_key": "pressed-often"}
    before = people(staged)
    with live(address, token) as browser, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: browser.post("/people/new", data=form), range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert people(staged) == before + 1


def people(staged: Staged) -> int:
    with staged.app.state.database.system(reading=True) as session:
        return len(session.exec(select(PersonRow.id)).all())


# --- The same again --------------------------------------------------------------------------------


def test_i13_sending_the_same_form_again_gives_the_first_answer_and_no_second_effect(staged: Staged) -> None:
    visitor, before = staged.visitor("caseworker"), people(staged)
    first = visitor.submit("/people/new", NEWCOMER, key="once")
    again = visitor.submit("/people/new", NEWCOMER, key="once")
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["location"] == again.headers["location"]
    assert people(staged) == before + 1


def test_i13_a_question_sent_twice_is_asked_once(staged: Staged) -> None:
    offer, worker = staged.scene.offers["acknowledged"], staged.visitor("shelter_worker")
    version = hidden(worker.get(f"/offers/{offer}/ask").text, "version")
    form = {"text": "Only once?", "version": version}
    answers = [worker.submit(f"/offers/{offer}/ask", form, key="once") for _ in range(3)]
    assert len({answer.headers["location"] for answer in answers}) == 1
    with staged.app.state.database.system(reading=True) as session:
        row = session.exec(select(OfferRow).where(OfferRow.reference == offer)).one()
        assert len(session.exec(select(MessageRow).where(MessageRow.offer_id == row.id)).all()) == 1


def test_i13_the_same_key_with_other_content_is_a_conflict_that_gives_back_what_was_typed(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    visitor.submit("/people/new", NEWCOMER, key="once")
    before = people(staged)
    other = visitor.submit("/people/new", NEWCOMER, key="once", name="Somebody Else")
    assert other.status_code == 409
    assert "Somebody Else" in other.text
    assert people(staged) == before


def test_a_form_that_came_back_with_mistakes_may_be_sent_again_with_its_key(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    assert visitor.submit("/people/new", NEWCOMER, key="once", name="").status_code == 422
    assert visitor.submit("/people/new", NEWCOMER, key="once").status_code == 303


# --- Somebody was quicker --------------------------------------------------------------------------


def test_i3_a_stale_identity_gives_both_texts_and_a_way_on(staged: Staged) -> None:
    path = f"/people/{staged.scene.person}/identity"
    mine, theirs = staged.visitor("caseworker"), staged.visitor("colleague")
    version = hidden(mine.get(path).text, "version")
    assert theirs.submit(path, NEWCOMER, version=version, name="Their Wording").status_code == 303
    answer = mine.submit(path, NEWCOMER, version=version, name="My Wording")
    assert answer.status_code == 409
    assert "Their Wording" in answer.text
    assert "My Wording" in answer.text
    again = mine.submit(path, NEWCOMER, version=hidden(answer.text, "version"), name="My Wording")
    assert again.status_code == 303


def test_i3_a_stale_referral_is_not_saved_over(staged: Staged) -> None:
    visitor, referral = staged.visitor("caseworker"), staged.scene.referral
    form = {"categories": ["identity"], "version": referral.version}
    assert visitor.submit(f"{referral.path}/share", form).status_code == 303
    late = visitor.submit(f"{referral.path}/share", form)
    assert late.status_code == 409
    assert "changed by somebody else meanwhile" in late.text


def test_i3_a_question_to_an_offer_that_was_accepted_meanwhile_is_given_back(staged: Staged) -> None:
    offer = staged.scene.offers["acknowledged"]
    one, two = staged.visitor("shelter_worker"), staged.visitor("shelter_manager")
    version = hidden(one.get(f"/offers/{offer}/ask").text, "version")
    led_to(act(two, offer, "/accept", {}))
    late = one.submit(f"/offers/{offer}/ask", {"text": "Typed for nothing?", "version": version})
    assert late.status_code == 409
    assert "Typed for nothing?" in late.text
    assert "Shelter Manager accepted this" in late.text


# --- What leaves is what was previewed, and who looked is on record ---------------------------------


def test_cons_30_the_preview_and_the_stored_snapshot_are_the_same_bytes(staged: Staged) -> None:
    lead = Lead(staged.visitor("caseworker"))
    referral = lead.ready(lead.person())
    offer = lead.send(referral)
    secrets = staged.app.state.settings.secrets
    vault = KeyVault(secrets.vault_key, secrets.index_key)
    with staged.app.state.database.system(reading=True) as session:
        filed = get_offer(session, offer)
    stored = vault.open(filed.key, SNAPSHOT, filed.sealed_snapshot).encode()
    assert hashlib.sha256(stored).hexdigest() == referral.digest


def test_what_was_shared_stays_what_it_was_when_the_person_changes(staged: Staged) -> None:
    lead, worker = staged.visitor("caseworker"), staged.visitor("shelter_worker")
    maker = Lead(lead)
    person = maker.person()
    offer = maker.send(maker.ready(person))
    version = hidden(lead.get(f"/people/{person}/identity").text, "version")
    lead.submit(f"/people/{person}/identity", NEWCOMER, version=version, name="New Name")
    seen = worker.get(f"/offers/{offer}").text
    assert NAME in seen
    assert "New Name" not in seen


def test_i6_the_read_is_in_the_audit_and_the_first_one_acknowledges(staged: Staged) -> None:
    worker, offer = staged.visitor("shelter_worker"), staged.scene.offer
    status, version = status_of(staged, offer)
    before = kinds(staged)
    assert worker.get(f"/offers/{offer}").status_code == 200
    assert "offer.read" in kinds(staged)[len(before) :]
    assert (status, status_of(staged, offer)[0]) == ("sent", "acknowledged")
    assert version <= status_of(staged, offer)[1]
    worker.submit(f"/offers/{offer}/number")
    assert "offer.number_shown" in kinds(staged)[len(before) :]


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("shelter_worker", "/offers/{offer}"),
        ("caseworker", "/offers/{offer}"),
        ("caseworker", "/people/{person}"),
        ("caseworker", "/people/{person}/identity"),
        ("caseworker", "/people/{person}/contact-plan"),
        ("caseworker", "/people/{person}/consent"),
        ("caseworker", "/refer/{person}/{request}"),
    ],
)
def test_p9_without_its_audit_entry_no_page_is_sent(staged: Staged, key: str, path: str) -> None:
    visitor, scene = staged.visitor(key), staged.scene
    address = path.format(offer=scene.offer, person=scene.person, request=scene.referral.reference)
    before, status = kinds(staged), status_of(staged, scene.offer)
    with unwritable_audit(staged):
        answer = visitor.get(address)
    assert answer.status_code == 500
    assert not any(canary in answer.text for canary in (NAME, PHONE, INCIDENT))
    assert kinds(staged) == before
    assert status_of(staged, scene.offer) == status
    assert visitor.get(address).status_code == 200


class unwritable_audit:  # noqa: N801 - reads as a word in a `with`
    """The database refuses every entry of the audit while the block runs."""

    def __init__(self, staged: Staged) -> None:
        self._engine = staged.app.state.database.engine

    def __enter__(self) -> None:
        event.listen(self._engine, "before_cursor_execute", self._refuse)

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._refuse)

    @staticmethod
    def _refuse(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if re.match(r'INSERT INTO "?entry\b', statement):
            raise OSError("no space left on the device")


def test_the_journey_leaves_a_chain_that_holds(staged: Staged) -> None:
    from portal.audit.service import verify_chain  # noqa: PLC0415

    with staged.app.state.database.system(reading=True) as session:
        assert verify_chain(session, staged.app.state.settings.audit_key).ok
    assert Visitor(staged.app).get("/health/ready").status_code == 200
