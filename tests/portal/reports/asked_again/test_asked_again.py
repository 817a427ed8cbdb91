"""Tell it once: a partner who asks again says why, and both managers see how often."""

import html

import pytest

from lvws_core.consent import DataCategory
from lvws_core.ids import OrganisationId
from partners.offers.asked_again.forms import Asked, AskedForm, parse_asked
from partners.offers.asked_again.model import AskedReason
from portal.reports.asked_again.model import REASONS, counted
from tests.builders import GALOP, SHELTER
from tests.portal.people.stage import about
from tests.staged import Staged

SHARED = frozenset({DataCategory.NEED_TYPES, DataCategory.RISK_LEVEL})
PATH = "/reports/asked-again"


def test_need_02_only_what_was_shared_can_have_been_asked_again() -> None:
    asked = parse_asked(AskedForm(category="need_types", reason="changed"), SHARED)
    assert asked == Asked(category=DataCategory.NEED_TYPES, reason=AskedReason.CHANGED)
    faults = parse_asked(AskedForm(category="health", reason=""), SHARED)
    assert not isinstance(faults, Asked)
    assert [each.code for each in faults] == ["not_shared", "required"]


def test_top_20_a_partner_that_opened_and_never_asked_again_stands_with_nought() -> None:
    counts = counted({SHELTER: {AskedReason.CHANGED: 2}}, {SHELTER: 3, GALOP: 4}, is_protected=False)
    assert counts is not None
    assert counts.shown(GALOP, None) == 0
    assert counts.shown(None, None) == 2
    assert counted({}, {}, is_protected=False) is None


@pytest.mark.parametrize("number", [1, 4])
def test_mon_01_an_analyst_does_not_see_small_figures(number: int) -> None:
    counts = counted({OrganisationId(SHELTER): {REASONS[0]: number}}, {}, is_protected=True)
    assert counts is not None
    assert counts.shown(SHELTER, REASONS[0]) is None


def test_need_02_asking_again_is_counted_by_reason_for_the_leads_manager_and_the_partners_own(staged: Staged) -> None:
    worker, offer = staged.visitor("shelter_worker"), staged.scene.offers["active"]
    path = f"/offers/{offer}/asked-again"
    assert path in worker.get(f"/offers/{offer}").text
    assert worker.submit(path).status_code == 422
    for reason in ("own_form", "own_form", "changed"):
        assert worker.submit(path, {"category": "need_types", "reason": reason}).status_code == 303
    assert "nothing about the person" in worker.get(f"/offers/{offer}?done=asked-again").text
    for key in ("lead_manager", "shelter_manager"):
        page = html.unescape(staged.visitor(key).get(PATH).text)
        assert "People had to tell something again 3 times" in page
        assert '<td data-label="Our own form or funder asks for it">2</td>' in page
    other = html.unescape(staged.visitor("galop_manager").get(PATH).text)
    assert "again 3 times" not in other
    assert "Shelter Team" not in other
    assert worker.get(PATH).status_code == 403
    assert staged.visitor("lead_manager").get(f"{PATH}?period=2026-99").status_code == 422


def test_top_17_what_was_asked_of_a_restricted_person_is_in_no_count(staged: Staged) -> None:
    worker, offer = staged.visitor("shelter_worker"), staged.scene.offers["active"]
    worker.submit(f"/offers/{offer}/asked-again", {"category": "need_types", "reason": "changed"})
    person, _ = about(staged, offer)
    staged.visitor("caseworker").submit(f"/people/{person}/team/restrict", {"restricting": "person_asked"})
    assert "again once" not in staged.visitor("lead_manager").get(PATH).text
    assert "again once" in staged.visitor("shelter_manager").get(PATH).text
