"""Permits and envelopes over HTTP: the permit instead of a session, a receipt in JSON, and the author's own pages."""

import msgspec
import pytest
from sqlalchemy import select, update

from colocations.contacts.offline.keys.model import Envelope
from colocations.contacts.offline.model import Written
from colocations.contacts.offline.tables import EnvelopeRow, PermitRow
from lvws_core.policy import Policy
from portal.database import SYSTEM
from tests.colocations.conftest import Sited
from tests.colocations.contacts.builders import COMMON
from tests.colocations.contacts.offline.builders import ENTRY, NOTE, a_content
from tests.colocations.contacts.offline.ward import ENVELOPES, PERMITS, Ward, a_ward
from tests.kit import Visitor


@pytest.fixture
def ward(sited: Sited) -> Ward:
    return a_ward(sited)


def test_a_permit_names_the_own_sites_and_nobody(ward: Ward) -> None:
    assert [site["name"] for site in ward.card["sites"]] == ["Alder Hospital"]
    assert set(ward.card) == {"id", "token", "kid", "spki", "issued_at", "expires_at", "sites"}
    assert ward.card["expires_at"] == "2026-11-26T10:00:00Z"
    assert "__Host-device" in ward.visitor.cookies


def test_a_permit_is_given_to_no_forged_request_and_to_no_other_role(sited: Sited) -> None:
    idva, caseworker = sited.visitor("idva"), sited.visitor("caseworker")
    assert idva.post(PERMITS).status_code == 403
    assert caseworker.post(PERMITS, headers={"X-CSRF-Token": caseworker.csrf}).status_code == 403


def test_an_envelope_is_logged_once_without_a_session(ward: Ward) -> None:
    ward.visitor.cookies.delete("__Host-sid")
    envelope = ward.sealed()
    answers = [ward.deliver(envelope) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == {
        "envelope": str(ENTRY),
        "state": "logged",
        "kept": True,
        "digest": msgspec.convert(envelope, Envelope).digest.hex(),
        "replay": False,
        "why": [],
        "text": "",
        "wipe": False,
    }
    assert all(answer.headers["content-type"].startswith("application/json") for answer in answers)


@pytest.mark.parametrize("shown", ["", "Permit ", "Permit nobody's", "Bearer x"])
def test_without_a_permit_the_answer_is_401_and_says_that_the_device_keeps_it(ward: Ward, shown: str) -> None:
    answer = ward.visitor.post(ENVELOPES, json=ward.sealed(), headers={"Authorization": shown} if shown else {})
    assert answer.status_code == 401
    assert answer.json()["code"] == "no_permit"


def test_a_session_alone_delivers_nothing_and_a_permit_opens_no_page(ward: Ward) -> None:
    assert ward.visitor.post(ENVELOPES, json=ward.sealed()).status_code == 401
    stranger = Visitor(ward.sited.app)
    shown = {"Authorization": f"Permit {ward.card['token']}"}
    assert stranger.get("/my-site", headers=shown).status_code == 303


def test_from_another_browser_it_waits_for_its_author(ward: Ward) -> None:
    answer = ward.deliver(ward.sealed(), visitor=Visitor(ward.sited.app))
    assert (answer.status_code, answer.json()["why"]) == (202, ["other_device"])


def test_a_body_that_is_none_or_too_large_is_refused_and_not_by_a_receipt(ward: Ward) -> None:
    assert ward.deliver({"id": "x"}).status_code == 422
    large = ward.deliver({**ward.sealed(), "ct": "A" * 70_000})
    assert (large.status_code, "application/json" in large.headers["content-type"]) == (413, False)


def test_beyond_the_limit_of_an_hour_the_answer_is_429_nothing_is_kept_and_later_it_is(ward: Ward) -> None:
    database, clock, most = ward.sited.app.state.database, ward.sited.clock, Policy().envelopes_an_hour
    with database.system() as session:
        session.execute(update(PermitRow).values(tries=most, tries_since=clock()), execution_options=SYSTEM)
    late = ward.deliver(ward.sealed())
    assert (late.status_code, late.headers["retry-after"]) == (429, "3600")
    assert (late.json()["envelope"], late.json()["kept"], late.json()["why"]) == (str(ENTRY), False, ["too_many"])
    with database.system(reading=True) as session:
        assert session.execute(select(EnvelopeRow.id), execution_options=SYSTEM).all() == []  # type: ignore[call-overload]
    clock.advance(hours=1)
    assert ward.deliver(ward.sealed()).status_code == 201


def test_what_waits_is_shown_to_its_author_mended_on_the_ordinary_form_and_gone(ward: Ward) -> None:
    half = a_content(written=Written.HALF_WRITTEN, outcome_client="")
    assert ward.deliver(ward.sealed(half)).status_code == 202
    page = ward.visitor.get("/contacts/offline")
    assert "You had not finished it" in page.text
    href = page.text.split('href="/contacts/offline/')[1].split('"')[0]
    mend = ward.visitor.get(f"/contacts/offline/{href}")
    assert mend.status_code == 200
    assert NOTE in mend.text
    assert ward.sited.visitor("caseworker").get(f"/contacts/offline/{href}").status_code == 403
    logged = ward.visitor.submit("/contacts/new", {**COMMON, "contact_id": str(ENTRY), "note": NOTE})
    assert logged.status_code == 303
    assert ward.visitor.get(f"/contacts/offline/{href}").status_code == 404
    assert "Nothing waits for you" in ward.visitor.get("/contacts/offline").text


def test_giving_up_tells_the_author_and_the_coordinator_the_number(ward: Ward) -> None:
    ward.deliver(ward.sealed(a_content(kind="")))
    page = ward.visitor.get("/contacts/offline")
    href = page.text.split('href="/contacts/offline/')[1].split('"')[0]
    assert ward.visitor.submit(f"/contacts/offline/{href}/give-up").status_code == 303
    assert "One entry was given up" in ward.visitor.get("/contacts/offline").text
    coordinator = ward.sited.visitor("coordinator")
    assert "was given up: nobody has it" in coordinator.get("/notices").text
    assert NOTE not in coordinator.get("/contacts/offline/count").text


def test_what_was_added_from_a_device_waits_to_be_confirmed_and_says_that_nothing_was_sent(ward: Ward) -> None:
    ward.deliver(ward.sealed(a_content(then="refer", outcome_client="agreed_referral")))
    page = ward.visitor.get("/contacts/offline").text
    assert "Nothing has been sent" in page
    assert "Client contact, A&amp;E" in page


def test_a_wipe_takes_the_envelopes_first_and_counts_what_was_lost(ward: Ward) -> None:
    permit, shown = ward.card["id"], {"Authorization": f"Permit {ward.card['token']}"}
    assert ward.visitor.get(f"{PERMITS}/own", headers=shown).json() == {"standing": "valid", "wipe": False}
    assert ward.visitor.submit(f"/contacts/offline/permits/{permit}/wipe").status_code == 303
    answer = ward.deliver(ward.sealed())
    assert (answer.status_code, answer.json()["kept"], answer.json()["wipe"]) == (202, True, True)
    assert ward.visitor.get(f"{PERMITS}/own", headers=shown).status_code == 410
    for _ in range(2):
        assert ward.visitor.post(f"{PERMITS}/wiped", json={"lost": 1}, headers=shown).status_code == 200
    assert "One entry was given up" in ward.visitor.get("/contacts/offline").text


def test_the_devices_say_which_of_them_is_in_use_so_that_the_lost_one_is_wiped(ward: Ward) -> None:
    elsewhere = ward.sited.visitor("idva").get("/contacts/offline").text
    assert ("Browser 1, last seen" in elsewhere, "the one you are using" in elsewhere) == (True, False)
    assert "Browser 1, the one you are using, last seen" in ward.visitor.get("/contacts/offline").text


def test_what_was_written_where_the_permission_was_taken_back_says_so(ward: Ward) -> None:
    assert ward.visitor.submit(f"/contacts/offline/permits/{ward.card['id']}/revoke").status_code == 303
    assert ward.deliver(ward.sealed()).status_code == 202
    assert "or had taken its permission back" in ward.visitor.get("/contacts/offline").text


def test_signing_out_takes_the_permit_back_and_keeps_what_may_be_unsent(ward: Ward) -> None:
    kept = ward.visitor.submit("/sign-out")
    assert kept.headers["clear-site-data"] == '"cache"'
    answer = ward.deliver(ward.sealed())
    assert (answer.status_code, answer.json()["why"]) == (202, ["permit_revoked"])
    ward.visitor.sign_in("idva", ward.sited.clock)
    assert ward.visitor.submit("/sign-out", {"unsent": "0"}).headers["clear-site-data"] == '"cache", "storage"'
    ward.visitor.sign_in("idva", ward.sited.clock)
    assert ward.visitor.submit("/sign-out", {"unsent": "2"}).headers["clear-site-data"] == '"cache"'


def test_the_blank_form_names_nobody_even_to_somebody_signed_in(ward: Ward) -> None:
    page = ward.visitor.get("/contacts/offline/shell")
    assert page.status_code == 200
    assert "Idva" not in page.text
    assert "Alder Hospital" not in page.text
    worker = ward.visitor.get("/static/offline-worker.js")
    assert worker.headers["service-worker-allowed"] == "/contacts/new"
    assert worker.headers["cache-control"] == "no-cache"
