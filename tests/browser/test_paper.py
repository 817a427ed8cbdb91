"""What comes out of the printer: the safe receipt has no name of anybody on it."""

import pytest

from tests.browser.conftest import Live, Visit
from tests.scene import NAME

pytestmark = pytest.mark.browser


def test_the_safe_receipt_prints_without_the_portal_the_organisations_and_the_staff(live: Live, visit: Visit) -> None:
    page = visit("caseworker").open(f"/offers/{live.scene.offers['active']}/receipt")
    page.emulate_media(media="print")
    printed = page.locator("body").inner_text()
    assert "On 23 November 2026 we passed on some details for you." in printed
    assert "Check code" in printed
    for telling in ("LVWS", "Alder", "Team", "Shelter", "Caseworker", "Printed by", "Demo", NAME):
        assert telling.lower() not in printed.lower()
    assert page.title() == "Your record"
