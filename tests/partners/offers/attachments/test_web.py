"""Attached files: by consent, made anew, sealed, recorded, saved and never shown, and closed with the offer."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from httpx import Response
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import OfferStatus
from partners.offers.attachments.forms import WHY_NOT
from partners.offers.attachments.model import MOST_FILES
from partners.offers.attachments.web import MOST_BODY_BYTES
from partners.offers.tables import AttachmentRow
from portal.audit.tables import Entry
from tests.kit import Visitor
from tests.nasty import a_pdf, a_picture_with_a_place
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import Scene, set_scene

WORKER, LEAD_WORKER, STRANGER = "shelter_worker", "caseworker", "galop_worker"
As = Callable[[str], Visitor]
LETTER = ("Wilhelmina Canarybird letter.txt", b"marmalade words")


@pytest.fixture
def scene(app: Litestar, desk_of: DeskOf) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


@pytest.fixture
def offer(scene: Scene) -> str:
    return str(scene.offers[OfferStatus.ACTIVE])


def attach(visitor: Visitor, offer: str, file: tuple[str, bytes] | None = LETTER, **form: Any) -> Response:
    sent = {"_csrf": visitor.csrf, "_key": uuid4().hex, "version": "1", "label": "A letter", **form}
    files = {"file": file or ("", b"")}
    return visitor.post(f"/offers/{offer}/attach", data=sent, files=files)


def _audit(app: Litestar, kind: str) -> list[dict[str, Any]]:
    with app.state.database.system(reading=True) as session:
        rows = session.exec(select(Entry.body).where(Entry.kind == kind).order_by(Entry.sequence))
        return [msgspec.json.decode(row)["detail"] for row in rows]


def test_a_file_goes_both_ways_under_a_name_that_tells_nothing(client_for: As, app: Litestar, offer: str) -> None:
    lead, worker = client_for(LEAD_WORKER), client_for(WORKER)
    assert attach(lead, offer, category="identity").headers["location"] == f"/offers/{offer}?done=attached"
    assert attach(worker, offer, ("photo.jpg", a_picture_with_a_place())).status_code == 303
    page = worker.get(f"/offers/{offer}").text
    assert f'href="/offers/{offer}/files/1"' in page
    assert "not scanned for viruses" in page
    assert "Canarybird letter" not in page
    answer = worker.get(f"/offers/{offer}/files/1")
    assert answer.content == b"marmalade words"
    assert answer.headers["content-disposition"] == f'attachment; filename="{offer}-1.txt"'
    assert answer.headers["content-security-policy"].endswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert lead.get(f"/offers/{offer}/files/2").headers["content-disposition"].endswith('-2.jpg"')
    assert [(d["number"], d["side"], d["category"]) for d in _audit(app, "offer.attached")] == [
        (1, "lead", "identity"),
        (2, "partner", None),
    ]
    assert [(d["number"], d["side"]) for d in _audit(app, "offer.attachment_read")] == [(1, "partner"), (2, "lead")]


def test_top_06_a_file_leaves_only_under_a_category_that_is_shared_with_this_recipient(
    client_for: As, app: Litestar, offer: str
) -> None:
    lead = client_for(LEAD_WORKER)
    assert "health" not in lead.get(f"/offers/{offer}/attach").text.lower().replace("mental", "")
    for category, words in (("health", "is not shared with this recipient"), ("", "Choose what kind of information")):
        answer = attach(lead, offer, category=category)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="A letter"' in answer.text
    assert _audit(app, "offer.attached") == []


def test_i2_files_close_for_the_partner_with_what_was_shared(client_for: As, offer: str) -> None:
    lead, worker = client_for(LEAD_WORKER), client_for(WORKER)
    attach(lead, offer, category="identity")
    page = lead.get(f"/offers/{offer}/withdraw").text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    assert lead.submit(f"/offers/{offer}/withdraw", reason="by_person", version=version).status_code == 303
    answer = worker.get(f"/offers/{offer}/files/1")
    assert answer.status_code == 403
    assert b"marmalade" not in answer.content
    assert attach(worker, offer).status_code == 409
    assert f"/offers/{offer}/files/1" not in worker.get(f"/offers/{offer}").text
    assert lead.get(f"/offers/{offer}/files/1").status_code == 200


def test_t2_a_stranger_finds_no_file_and_attaches_none(client_for: As, offer: str) -> None:
    attach(client_for(WORKER), offer)
    stranger = client_for(STRANGER)
    assert stranger.get(f"/offers/{offer}/files/1").status_code == 404
    assert attach(stranger, offer).status_code == 404
    assert client_for(WORKER).get(f"/offers/{offer}/files/1").status_code == 200


def test_the_content_is_sealed_and_its_own_name_is_kept_nowhere(client_for: As, app: Litestar, offer: str) -> None:
    attach(client_for(WORKER), offer)
    with app.state.database.system(reading=True) as session:
        row = session.exec(select(AttachmentRow)).one()
        assert b"marmalade" not in row.sealed_content
        assert "Canarybird" not in repr(row)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (None, "required"),
        (("a.txt", b""), "empty"),
        (("a.exe", b"MZ"), "kind_not_taken"),
        (("a.png", a_pdf()), "not_what_it_says"),
        (("a.pdf", b"%PDF-nothing"), "damaged"),
    ],
    ids=["required", "empty", "kind_not_taken", "not_what_it_says", "damaged"],
)
def test_a_file_that_is_not_what_it_says_has_its_own_words_and_nothing_typed_is_lost(
    client_for: As, offer: str, file: tuple[str, bytes] | None, code: str
) -> None:
    answer = attach(client_for(WORKER), offer, file, label="Letter from the landlord")
    assert answer.status_code == 422
    assert WHY_NOT[code] in answer.text
    assert "Letter from the landlord" in answer.text


def test_a_file_that_is_too_large_is_answered_in_words(client_for: As, offer: str) -> None:
    answer = attach(client_for(WORKER), offer, ("a.txt", b"x" * MOST_BODY_BYTES))
    assert answer.status_code == 413
    assert "up to 10 MB" in answer.text


def test_only_the_route_of_files_takes_so_much(client_for: As, offer: str) -> None:
    answer = client_for(WORKER).submit(f"/offers/{offer}/message", text="x" * 600_000)
    assert answer.status_code == 413


def test_i13_the_same_form_sent_twice_attaches_once(client_for: As, app: Litestar, offer: str) -> None:
    worker = client_for(WORKER)
    answers = [attach(worker, offer, _key="the-same-key") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(_audit(app, "offer.attached")) == 1
    assert attach(worker, offer, ("other.txt", b"other"), _key="the-same-key").status_code == 409


def test_a_form_with_a_file_is_not_believed_without_its_token(client_for: As, offer: str) -> None:
    assert attach(client_for(WORKER), offer, _csrf="forged").status_code == 403


def test_an_offer_keeps_no_more_files_than_it_may(client_for: As, offer: str) -> None:
    worker = client_for(WORKER)
    assert [attach(worker, offer).status_code for _ in range(MOST_FILES)] == [303] * MOST_FILES
    last = attach(worker, offer)
    assert last.status_code == 409
    assert "up to 20 files" in last.text


def test_a_number_that_is_none_is_not_found(client_for: As, offer: str) -> None:
    for number in ("0", "2", "x", "9999", "-1"):
        assert client_for(WORKER).get(f"/offers/{offer}/files/{number}").status_code == 404
