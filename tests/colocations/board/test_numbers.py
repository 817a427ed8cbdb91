"""The numbers of a site: what is summed, what is hidden from the host, and what follows a round."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colocations.board.counts.pages import HIDDEN, count_rows
from colocations.board.numbers.model import (
    FOLLOWING,
    TOLD,
    WEEKS,
    Entry,
    for_host,
    is_referral,
    numbers,
    quarter_before,
    weeks_before,
)
from colocations.board.numbers.pages import chart_of, hours_words, spark_heights
from colocations.board.pages import cover_words
from colocations.contacts.choices.model import ABOUT_SOMEBODY
from colocations.contacts.model import ContactKind, Outcome, StaffRole
from colocations.rota.model import DayCover
from colocations.sites.hours.model import Period
from tests.colocations.builders import TODAY

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
WARDS = ("A&E", "Maternity", "")
DAYS = st.dates(FIRST - timedelta(days=5), LAST + FOLLOWING)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(sorted(ContactKind)))
    return Entry(
        kind=kind,
        day=draw(DAYS),
        minutes=draw(st.integers(1, 600)),
        department=draw(st.sampled_from(WARDS)),
        audience=draw(st.dictionaries(st.sampled_from(sorted(StaffRole)), st.integers(1, 9), max_size=2)),
        is_referral=kind in ABOUT_SOMEBODY and draw(st.booleans()),
    )


LOGS = st.lists(entries(), max_size=30)


@given(LOGS)
def test_the_numbers_of_a_month_add_up_to_what_was_logged_in_it(log: list[Entry]) -> None:
    found = numbers(log, FIRST, LAST, WARDS)
    inside = [each for each in log if FIRST <= each.day <= LAST]
    assert found.contacts == sum(each.kind in ABOUT_SOMEBODY for each in inside)
    assert found.referrals == sum(each.is_referral for each in inside)
    assert found.client_minutes + found.other_minutes == sum(each.minutes for each in inside)
    assert sum(found.trained.values()) == sum(sum(each.audience.values()) for each in inside)
    assert found.trainings == sum(each.kind is ContactKind.TRAINING for each in inside)
    order = [each.department for each in found.wards]
    assert order == [ward for ward in WARDS if ward in order]


@given(LOGS)
def test_no_referral_is_put_beside_a_round_that_it_did_not_follow_and_none_twice(log: list[Entry]) -> None:
    for ward in numbers(log, FIRST, LAST, WARDS).after:
        assert ward.sessions > 0
        led = [each for each in log if each.is_referral and each.department == ward.department]
        assert ward.referrals <= len(led)


@pytest.mark.parametrize(("later", "counted"), [(0, 0), (1, 1), (14, 1), (15, 0)])
def test_a_referral_within_fourteen_days_after_a_round_stands_beside_it(later: int, counted: int) -> None:
    a_round = Entry(kind=ContactKind.WARD_ROUND, day=LAST, minutes=30, department="A&E")
    led = Entry(
        kind=ContactKind.CONSULTATION,
        day=LAST + timedelta(days=later),
        minutes=5,
        department="A&E",
        is_referral=True,
    )
    (ward,) = numbers([a_round, a_round, led], FIRST, LAST).after
    assert (ward.sessions, ward.referrals) == (2, counted)


def lines(shown: Mapping[tuple[str | None, ContactKind | None], int | None]) -> list[list[int | None]]:
    rows, columns = list(dict.fromkeys(r for r, _ in shown)), [*TOLD, None]
    return [[shown[r, c] for c in columns] for r in rows] + [[shown[r, c] for r in rows] for c in columns]


@given(LOGS)
def test_mon_01_nothing_small_is_told_to_a_host_and_no_subtraction_finds_it(log: list[Entry]) -> None:
    found = for_host(log)
    shown = {cell: found.shown(*cell) for cell in found.cells}
    assert not any(count is not None and 0 < count < 5 for count in shown.values())
    assert all(line.count(None) != 1 for line in lines(shown))
    for cell, count in shown.items():
        assert count is None or count == found.cells[cell]


def test_mon_01_the_rows_of_a_sponsor_say_that_a_count_is_not_shown() -> None:
    log = [Entry(kind=ContactKind.CLIENT, day=FIRST, minutes=5, department=ward) for ward in ("A&E",) * 7 + ("",) * 2]
    rows = count_rows(for_host(log))
    assert [row.name for row in rows] == ["A&E", "No ward given", "All"]
    assert HIDDEN in rows[1].counts
    assert not any("2" in count for row in rows for count in row.counts)
    assert count_rows(for_host(())) == ()


@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)))
def test_mon_01_the_quarters_that_a_sponsor_reads_are_over_and_never_overlap(day: date) -> None:
    first, last = quarter_before(day)
    assert last < day
    assert (first.day, (first.month - 1) % 3, (last + timedelta(days=1)).day) == (1, 0, 1)
    assert (last - first).days in {89, 90, 91}
    assert quarter_before(first)[1] == first - timedelta(days=1)


def test_four_weeks_end_today() -> None:
    found = weeks_before(TODAY)
    assert (len(found), found[-1] + timedelta(days=6)) == (WEEKS, TODAY)
    assert all(after - first == timedelta(days=7) for first, after in pairwise(found))


@pytest.mark.parametrize(
    ("outcome", "referral", "led"),
    [
        (Outcome.LED_TO_REFERRAL, None, True),
        (Outcome.SUPPORTED, "7QK2-M9", True),
        (Outcome.AGREED_REFERRAL, None, False),
    ],
)
def test_a_referral_is_one_that_was_made(outcome: Outcome, referral: str | None, *, led: bool) -> None:
    assert is_referral(outcome, referral) is led


@given(st.lists(st.integers(0, 500), min_size=WEEKS, max_size=WEEKS))
def test_the_bars_of_the_weeks_are_in_proportion_and_any_contact_is_seen(weeks: list[int]) -> None:
    heights = spark_heights(weeks, 22)
    assert all((height > 0) == (count > 0) and height <= 22 for height, count in zip(heights, weeks, strict=True))


def test_lengths_are_said_in_hours_and_the_longest_bar_is_whole() -> None:
    assert [hours_words(minutes) for minutes in (0, 45, 60, 90)] == ["0 min", "45 min", "1 h", "1 h 30 min"]
    assert [bar.length for bar in chart_of({"a": 60, "b": 120}).bars] == [320, 640]
    assert chart_of({}).bars == ()


def test_cover_is_said_in_words_with_its_gaps() -> None:
    expected = Period(starts_at=datetime(2026, 11, 23, 9, tzinfo=UTC), ends_at=datetime(2026, 11, 23, 17, tzinfo=UTC))
    day = DayCover(site_id=UUID(int=1), day=TODAY, expected=expected)
    gap = DayCover(site_id=day.site_id, day=TODAY, expected=expected, uncovered=(expected,))
    assert cover_words(()) == ""
    assert cover_words((day,)) == "Covered on 1 of 1 days"
    assert cover_words((day, gap)).startswith("Covered on 1 of 2 days. Gaps: ")
