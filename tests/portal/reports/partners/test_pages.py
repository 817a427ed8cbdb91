"""What the picture says: no figure of few, nobody ranked, and words for every length."""

from datetime import timedelta

import pytest

from lvws_core.policy import Policy
from lvws_core.referrals import Move
from portal.reports.model import Figure, quarter_of
from portal.reports.pages import length_words, part_words, share_words, time_cell
from portal.reports.partners.history.model import Case
from portal.reports.partners.model import Shown, figures
from portal.reports.partners.pages import PicturePage, picture_page
from tests.builders import GALOP, NOW, SHELTER
from tests.portal.reports.partners.builders import RULES, a_case

NAMES = {SHELTER: "Shelter", GALOP: "Galop"}
ANSWERED = a_case((1, Move.ACCEPT))


def a_page(shelter: list[Case], galop: list[Case], *, own: bool = False) -> PicturePage:
    parts = {SHELTER: shelter, GALOP: galop}
    shown = Shown(
        by_partner={each: figures(theirs, RULES) for each, theirs in parts.items()},
        every=figures([*shelter, *galop], RULES),
        names=NAMES,
        own=SHELTER if own else None,
    )
    return picture_page(quarter_of(NOW.date()), shown, NOW.date(), Policy())


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(), "1 minute"),
        (timedelta(seconds=59), "1 minute"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes"),
        (timedelta(days=2, minutes=59), "2 days 59 minutes"),
        (timedelta(days=1, hours=3, minutes=20), "1 day 3 hours"),
    ],
)
def test_a_length_is_said_in_two_units(length: timedelta, words: str) -> None:
    assert length_words(length) == words


@pytest.mark.parametrize(
    ("judged", "in_time", "words"),
    [
        (10, 10, "10 of 10 in time (100%)"),
        (10, 0, "0 of 10 in time (0%)"),
        (20, 4, "fewer than 5 of 20 in time"),
        (20, 17, "fewer than 5 of 20 late"),
        (20, 12, "12 of 20 in time (60%)"),
    ],
)
def test_mon_01_a_share_names_both_numbers_unless_one_side_is_small(judged: int, in_time: int, words: str) -> None:
    assert share_words(Figure(judged=judged, in_time=in_time)) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "no case yet"),
        (3, 9, "fewer than 10 cases"),
        (3, 12, "fewer than 5 of 12"),
        (9, 12, "all but fewer than 5 of 12"),
        (6, 12, "6 of 12 (50%)"),
    ],
)
def test_mon_01_a_part_of_few_is_not_said(part: int, whole: int, words: str) -> None:
    assert part_words(part, whole) == words


@pytest.mark.parametrize("cases", [1, 5, 9])
def test_no_ranking_under_ten_cases(cases: int) -> None:
    cell = time_cell(Figure(cases=cases, median=timedelta(hours=1), judged=cases, in_time=cases))
    assert (cell.median, cell.share) == ("fewer than 10 cases", "")


def test_partners_stand_in_the_order_of_their_names_and_not_of_their_figures() -> None:
    page = a_page([ANSWERED] * 30, [a_case((20, Move.ACCEPT))] * 12)
    assert [line.name for line in page.times] == ["Galop", "Shelter", "All partners"]
    assert page.times[1].times[1].median == "half within 1 hour"


def test_mon_01_the_whole_is_not_shown_where_it_would_tell_the_few_of_another() -> None:
    page = a_page([ANSWERED] * 30, [ANSWERED] * 3, own=True)
    assert [line.name for line in page.times] == ["Your organisation", "All partners"]
    assert page.times[1].times[1].median == "not shown"
    assert page.answers[0].counts[:2] == ("30", "30")
    assert "not shown" in page.answers[1].counts


def test_a_partner_sees_itself_beside_the_whole_and_no_other_name() -> None:
    page = a_page([ANSWERED] * 12, [ANSWERED] * 20, own=True)
    assert "Galop" not in str(page)
    assert page.sentences[0].endswith("12 offers were sent to your organisation.")


def test_the_page_says_what_is_counted_and_under_which_version() -> None:
    page = a_page([ANSWERED] * 12, [])
    assert page.version == "partners-1"
    assert f"policy {Policy().version}" in page.how[-1]
