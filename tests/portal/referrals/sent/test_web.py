"""What a lead has sent, over HTTP: a row a request, what waits on whom, and the drafts."""

import re

import pytest

from tests.portal.referrals.lead import words
from tests.portal.test_counts import heard
from tests.scene import NAME
from tests.staged import Staged


def rows(staged: Staged, show: str = "all") -> list[str]:
    page = staged.visitor("caseworker").get("/sent", params={"show": show}).text
    return re.findall(r'portal-row-link" href="/requests/([\w-]+)"', page)


def test_each_request_is_a_row_with_its_offers_and_what_waits_on_whom(staged: Staged) -> None:
    page = staged.visitor("caseworker").get("/sent").text
    assert sorted(rows(staged)) == sorted(staged.scene.requests.values())
    assert all(f'href="/offers/{offer}"' in page for offer in staged.scene.offers.values())
    told = words(page)
    assert "You should answer their question" in told
    assert "You should look for someone else: they declined" in told
    assert "Shelter Team to make first contact" in told
    assert NAME not in page


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("ours", {"info_needed", "waitlisted"}),
        (
            "theirs",
            {"sent", "acknowledged", "accepted", "active", "standard", "outcome_due", "withdrawn", "misdirected"},
        ),
        ("quiet", set()),
    ],
)
def test_a_view_shows_what_waits_on_whom(staged: Staged, show: str, shown: set[str]) -> None:
    assert set(rows(staged, show)) == {staged.scene.requests[status] for status in shown}


def test_lifecycle_5_who_gives_no_update_in_time_is_quiet(staged: Staged) -> None:
    staged.clock.advance(days=8)
    assert rows(staged, "quiet") == [staged.scene.requests["active"]]
    assert "Quiet" in words(staged.visitor("caseworker").get("/sent").text).replace("Quiet Drafts", "")


def test_the_drafts_are_listed_with_the_day_until_which_they_are_kept(staged: Staged) -> None:
    page = staged.visitor("caseworker").get("/sent", params={"show": "drafts"}).text
    assert f'href="/refer/{staged.scene.person}/{staged.scene.referral.reference}"' in page
    assert "21 February 2027" in page
    assert staged.scene.foreign_referral.reference not in page


def test_a_view_that_does_not_exist_is_refused(staged: Staged) -> None:
    assert staged.visitor("caseworker").get("/sent", params={"show": "nonsense"}).status_code == 422


def test_an_empty_view_says_what_will_appear(staged: Staged) -> None:
    assert "No partner is quiet." in staged.visitor("caseworker").get("/sent", params={"show": "quiet"}).text


@pytest.mark.parametrize("show", ["all", "ours", "theirs", "quiet"])
def test_a_page_takes_three_statements_at_most(staged_on_each: Staged, show: str) -> None:
    lead = staged_on_each.visitor("caseworker")
    with heard(staged_on_each) as found:
        assert lead.get("/sent", params={"show": show}).status_code == 200
    assert 0 < len(found) <= 3, found
