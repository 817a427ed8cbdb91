"""The pack: only what was shared, contact apart, recorded before it is shown, closed with the offer."""

from collections.abc import Callable
from io import BytesIO

import msgspec
import pikepdf
import pytest
from litestar import Litestar
from sqlmodel import select

from lvws_core.referrals import OfferStatus
from portal import pdf
from portal.audit.tables import Entry
from tests.kit import Visitor
from tests.partners.conftest import DeskOf
from tests.partners.offers.scene import NAME, PHONE, WORD, Scene, set_scene

WORKER, LEAD_WORKER = "shelter_worker", "caseworker"
As = Callable[[str], Visitor]
needs_pdf = pytest.mark.skipif(not pdf.IS_HERE, reason=pdf.WHY_NOT)


@pytest.fixture
def app_url(sqlite_url: str) -> str:
    """SQLite alone: what the databases do differently is tested below the web."""
    return sqlite_url


@pytest.fixture
def scene(app: Litestar, desk_of: DeskOf) -> Scene:
    with app.state.database.system() as session:
        return set_scene(lambda actor: desk_of(session, actor))


def _printed(app: Litestar) -> list[dict[str, object]]:
    with app.state.database.system(reading=True) as session:
        rows = session.exec(select(Entry.body).where(Entry.kind == "offer.printed").order_by(Entry.sequence))
        return [msgspec.json.decode(row)["detail"] for row in rows]


@pytest.mark.parametrize("key", [WORKER, LEAD_WORKER])
def test_t19_the_pack_holds_what_was_shared_and_no_number_until_it_is_asked_for(
    client_for: As, app: Litestar, scene: Scene, key: str
) -> None:
    page = client_for(key).get(f"/offers/{scene.offers[OfferStatus.ACTIVE]}/pack").text
    assert NAME in page
    assert PHONE not in page
    assert WORD not in page
    assert f"<title>{scene.offers[OfferStatus.ACTIVE]}</title>" in page
    printed = _printed(app)[-1]
    assert (printed["form"], printed["with_ways"]) == ("page", False)
    assert "identity" in printed["fields"]


def test_t19_a_second_press_that_names_the_recipient_adds_the_number_and_both_are_in_the_audit(
    client_for: As, app: Litestar, scene: Scene
) -> None:
    visitor, path = client_for(WORKER), f"/offers/{scene.offers[OfferStatus.ACTIVE]}/pack"
    assert "Add these for Shelter" in visitor.get(path).text
    page = visitor.submit(path).text
    assert PHONE in page
    assert WORD in page
    assert _printed(app)[-1]["with_ways"] is True


def test_the_lead_of_a_partner_with_an_account_prints_no_number(client_for: As, scene: Scene) -> None:
    visitor, path = client_for(LEAD_WORKER), f"/offers/{scene.offers[OfferStatus.ACTIVE]}/pack"
    assert "Add these" not in visitor.get(path).text
    answer = visitor.submit(path)
    assert answer.status_code == 403
    assert PHONE not in answer.text


def test_i2_a_pack_closes_for_the_partner_with_the_offer_and_nothing_is_recorded_as_printed(
    client_for: As, app: Litestar, scene: Scene
) -> None:
    visitor, path = client_for(WORKER), f"/offers/{scene.offers[OfferStatus.WITHDRAWN]}/pack"
    answers = [visitor.get(path), visitor.submit(path), visitor.submit(f"{path}/file")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not any(NAME in answer.text for answer in answers)
    assert _printed(app) == []


@pytest.mark.skipif(pdf.IS_HERE, reason="the extra pdf is installed")
def test_without_the_extra_there_is_no_button_and_the_address_says_how_to_print(client_for: As, scene: Scene) -> None:
    visitor, path = client_for(WORKER), f"/offers/{scene.offers[OfferStatus.ACTIVE]}/pack"
    assert "Save as PDF" not in visitor.get(path).text
    assert "Print the page with your browser" in visitor.submit(f"{path}/file").text


@needs_pdf
def test_the_file_is_tagged_named_by_its_reference_and_kept_by_no_cache(
    client_for: As, app: Litestar, scene: Scene
) -> None:
    reference = scene.offers[OfferStatus.ACTIVE]
    answer = client_for(WORKER).submit(f"/offers/{reference}/pack/file")
    assert answer.content.startswith(b"%PDF-")
    assert pikepdf.open(BytesIO(answer.content)).Root.MarkInfo.Marked
    assert answer.headers["content-disposition"] == f'attachment; filename="{reference}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/pdf"
    assert _printed(app)[-1]["form"] == "pdf"
