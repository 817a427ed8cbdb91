"""The board, a site's numbers, the comparison and the sponsor's counts over HTTP, with contacts in them."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from colocations.contacts.tables import ContactRow
from tests.builders import CONSORTIUM, LEAD
from tests.colocations.conftest import Sited
from tests.partners.statements import counted
from tests.scene import SITES

SITE = UUID(int=0x51)
NUMBERS = f"/co-locations/{SITES[0]}/numbers"
COMMON: Mapping[str, Any] = {
    "kind": "client",
    "minutes": 30,
    "purpose": "support",
    "outcome": "supported",
    "department": "A&E",
    "about": "reference",
}
ROUND = {"kind": "ward_round", "purpose": "visibility", "outcome": "done", "about": None}
TRAINING = {"kind": "training", "purpose": "asking", "outcome": "done", "about": None}


def logged(sited: Sited, many: int = 1, *, back: int = 1, **changes: Any) -> None:
    """Put contacts there that were so many days ago, linked already unless they say otherwise."""
    at = sited.clock() - timedelta(days=back)
    with sited.app.state.database.system() as session:
        for _ in range(many):
            id_ = uuid4()
            values = {**COMMON, "linked_at": at, "confirmed_at": at, **changes}
            session.add(
                ContactRow(
                    id=id_,
                    reference=id_.hex[:8],
                    owner_organisation_id=LEAD,
                    site_id=SITE,
                    author_id=CONSORTIUM["idva"].id,
                    at=at,
                    received_at=at,
                    digest=id_.bytes,
                    **values,
                )
            )


def test_the_board_shows_four_weeks_what_waits_for_a_person_and_who_is_cleared(sited: Sited) -> None:
    logged(sited, 3)
    logged(sited, 2, back=10)
    logged(sited, 1, back=40)
    logged(sited, 4, is_apart=True)
    logged(sited, 1, kind="meeting", purpose="safeguarding", outcome="done", about=None)
    logged(sited, 1, back=9, about="new_person", linked_at=None)
    page = html.unescape(sited.visitor("coordinator").get("/co-locations").text)
    assert "1 contact waits to be linked to a person for more than a working day" in page
    assert f'<a class="govuk-link portal-above" href="{NUMBERS}">6<' in page
    assert re.findall(r'data-label="Week from[^"]*">(\d+)<', page)[:4] == ["0", "0", "3", "3"]
    assert "0 of 1" in page
    own = sited.visitor("idva").get("/co-locations").text
    assert "waits to be linked" not in own


def test_the_numbers_of_a_month_stand_in_a_sentence_bars_and_tables(sited: Sited) -> None:
    logged(sited, 2)
    logged(sited, 1, outcome="led_to_referral", kind="consultation", purpose="how_to_refer")
    logged(sited, 1, back=3, **ROUND)
    logged(sited, 1, back=3, **TRAINING, audience=msgspec.json.encode({"nurse": 4, "doctor": 2}))
    logged(sited, 5, is_apart=True, department="Maternity")
    page = html.unescape(sited.visitor("idva").get(NUMBERS).text)
    assert "3 contacts in November 2026, of which 1 led to a referral." in page
    assert "1 h of 2 h 30 min were spent on clients: 40 %." in page
    assert "6 people in 1 session" in page
    assert "It is a correlation" in page
    assert '<td data-label="Rounds and sessions">2</td><td data-label="Referrals within 14 days">1</td>' in page
    assert "Maternity" not in page
    assert "Nothing was logged at this site" in sited.visitor("idva").get(NUMBERS + "?month=2026-01").text
    for path in (NUMBERS + "?month=2020-01", f"/co-locations/{SITES[1]}/numbers"):
        assert sited.visitor("idva").get(path).status_code == 404


def test_the_board_has_the_month_of_each_site_by_ward_and_for_all(sited: Sited) -> None:
    logged(sited, 2)
    logged(sited, 1, outcome="led_to_referral", kind="consultation", purpose="how_to_refer")
    logged(sited, 1, back=3, **ROUND)
    logged(sited, 1, back=3, **TRAINING, audience=msgspec.json.encode({"nurse": 4, "doctor": 2}))
    logged(sited, 5, is_apart=True, department="Maternity")
    logged(sited, 4, back=40)
    keeper = sited.visitor("coordinator")
    month = html.unescape(keeper.get("/co-locations").text).partition("November 2026 in numbers")[2]
    row = r'Contacts">3<.*?Referrals">1<.*?trained">6 .*?clients">1 h<.*?rest">1 h 30 min<.*?clients">40 %<'
    assert len(re.findall(row, month, re.DOTALL)) == 2  # the site, and all of them
    ward = r'>A&E</td>.*?Contacts">3<.*?Referrals">1<.*?sessions">2<.*?14 days">1<'
    assert re.search(ward, month, re.DOTALL)
    assert "Maternity" not in month
    earlier = keeper.get("/co-locations?month=2026-10").text.partition("October 2026 in numbers")[2]
    assert 'data-label="Contacts">4<' in earlier
    assert keeper.get("/co-locations?month=2019-01").status_code == 404


def test_what_does_not_work_anywhere_stands_in_one_list_with_who_sees_to_it_and_when_it_goes_up(sited: Sited) -> None:
    keeper = sited.visitor("coordinator")
    answers = [
        keeper.submit(f"/co-locations/{each}/issues", {"kind": "wifi", "words": "It drops"}) for each in SITES[:2]
    ]
    assert [answer.status_code for answer in answers] == [303, 404]  # the second is of another organisation
    page = html.unescape(keeper.get("/co-locations/problems").text)
    assert page.count("It drops") == 1
    assert "Nobody yet" in page
    assert "Goes up Thursday 26 November" in page
    assert 'href="/co-locations/problems"' in keeper.get("/co-locations").text
    assert sited.visitor("idva").get("/co-locations/problems").status_code == 403


def test_sites_are_compared_by_numbers_and_nobody_is_named(sited: Sited) -> None:
    logged(sited, 3, minutes=20)
    logged(sited, 1, **ROUND)
    page = sited.visitor("coordinator").get("/co-locations/compare").text
    assert '<td data-label="Contacts">3</td>' in page
    assert '<td data-label="Time on clients">67 %</td>' in page
    assert CONSORTIUM["idva"].name not in page


def test_mon_01_a_sponsor_reads_the_last_quarter_and_nothing_small(sited: Sited) -> None:
    within = (sited.clock() - datetime(2026, 8, 10, 12, tzinfo=UTC)).days
    logged(sited, 7, back=within)
    logged(sited, 6, back=within, department="Maternity")
    logged(sited, 2, back=within, department="Maternity", **ROUND)
    logged(sited, 9, back=within, is_apart=True)
    logged(sited, 9)
    page = sited.visitor("sponsor").get("/our-sites").text
    assert "July to September 2026" in page
    assert page.count("Not shown") >= 4
    assert '<td data-label="All">7</td>' in page
    for told in (">2<", ">16<", ">22<"):
        assert told not in page.partition("What was done")[2]
    assert CONSORTIUM["idva"].name not in page


@pytest.mark.parametrize(
    ("key", "path", "most"),
    [
        ("coordinator", "/co-locations", 14),
        ("coordinator", NUMBERS, 6),
        ("coordinator", "/co-locations/compare", 8),
        ("coordinator", "/co-locations/problems", 5),
        ("sponsor", "/our-sites", 8),
    ],
)
def test_each_page_costs_the_same_however_much_was_logged(sited: Sited, key: str, path: str, most: int) -> None:
    visitor, costs = sited.visitor(key), []
    for many in (1, 9):
        logged(sited, many)
        with counted(sited.app.state.database) as sent:
            assert visitor.get(path).status_code == 200
        costs.append(len(sent))
    print(key, path, costs)
    assert costs[0] == costs[1] <= most
