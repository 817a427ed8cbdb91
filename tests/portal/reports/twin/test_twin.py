"""The twin has every margin of year one, to the last case, and is the same each time."""

import random
from collections import Counter
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.vocabulary import AgeBand, Borough, CrimeCategory, DomesticAbuseLevel
from portal.reports.twin.dealing.model import apportion, deal
from portal.reports.twin.model import Twin
from portal.reports.twin.service import COLUMNS, lines
from tests.twin import published, the_twin

WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 1000), min_size=1)
SOURCES = {"Police": "police", "Self-referral": "self_referral", "Other agencies": "other_agency"}
TABLE_1, TABLE_2 = published("table1_referral_source"), published("table2_crime_category")
CRIMES = [line["crime_category"] for line in TABLE_2 if line["row_type"] == "non_da"]


def counted(is_counted: Callable[[Twin], bool]) -> tuple[int, int]:
    """Give referrals and take-up."""
    found = [case.taken_up is True for case in the_twin() if is_counted(case)]
    return len(found), sum(found)


@given(st.integers(0, 5000), WEIGHTS)
def test_shares_add_up_and_lie_within_one_of_what_is_exact(total: int, weights: dict[str, int]) -> None:
    shares = apportion(total, weights)
    assert sum(shares.values()) == total
    assert all(abs(shares[key] - total * weights[key] / sum(weights.values())) < 1 for key in weights)


@given(WEIGHTS, st.booleans(), st.integers())
def test_a_deck_is_dealt_whole_whoever_it_leans_to(deck: dict[str, int], leans: bool, seed: int) -> None:
    lean = [float(place % 3) for place in range(sum(deck.values()))] if leans else None
    assert Counter(deal(random.Random(seed), deck, lean)) == deck  # noqa: S311 - no secret


@pytest.mark.parametrize("line", TABLE_1, ids=lambda line: line["referral_source"])
def test_table_1_source_by_take_up(line: dict[str, str]) -> None:
    found = counted(lambda case: case.source == SOURCES[line["referral_source"]])
    assert found == (int(line["total_referrals"]), int(line["take_up_cases"]))


def test_table_2_crime_and_level_by_take_up() -> None:
    found = Counter((case.da_level or case.crime_category, case.taken_up is True) for case in the_twin())
    keys = dict(zip(CRIMES, CrimeCategory, strict=True)) | {
        "High risk DA": DomesticAbuseLevel.HIGH,
        "Low/medium risk DA": DomesticAbuseLevel.LOW_MEDIUM,
    }
    for line in (line for line in TABLE_2 if line["row_type"] != "total"):
        key = keys[line["crime_category"]]
        assert found[key, True] == int(line["take_up"]), line
        assert found[key, True] + found[key, False] == int(line["referrals"]), line


def test_table_3_boroughs_and_2_049_without_one() -> None:
    found = Counter(case.borough for case in the_twin() if case.da_level)
    table = {Borough(line["borough"].lower().replace(" ", "_")): int(line["da_referrals"]) for line in BOROUGHS}
    assert {borough: found[borough] for borough in table} == table
    assert sum(number for borough, number in found.items() if borough not in table) == 2_049


BOROUGHS = published("table3_borough")


def test_table_4_age_by_take_up_without_domestic_abuse() -> None:
    found = Counter((AgeBand.of(case.age), case.taken_up is True) for case in the_twin() if not case.da_level)
    for line, band in zip(published("table4_age"), AgeBand, strict=False):
        assert (found[band, True] + found[band, False], found[band, True]) == (
            int(line["referrals"]),
            int(line["take_up_cases"]),
        )


@pytest.mark.parametrize(("source", "taken"), [("police", 13_495), ("self_referral", 2_006), ("other_agency", 1_748)])
def test_domestic_abuse_by_source_fits_the_published_rates(source: str, taken: int) -> None:
    referrals, took = counted(lambda case: case.source == source and case.da_level is not None)
    assert took == taken  # SEED-15
    stated = {"police": 41, "self_referral": 76}
    assert round(100 * took / referrals) == stated.get(source, round(100 * took / referrals))


def test_enhanced_priority_by_take_up_and_kind_of_support() -> None:
    found = Counter((case.epr, case.support_type) for case in the_twin() if not case.da_level)
    assert sum(n for (epr, _), n in found.items() if epr) == 63_454
    assert [found[True, "immediate"], found[True, "ongoing"]] == [8_139, 5_079]
    assert [found[False, "immediate"], found[False, "ongoing"]] == [5_936, 1_834]
    assert all(case.epr is None and case.support_type is None for case in the_twin() if case.da_level)


def test_who_took_support_up_was_allocated_and_one_of_high_risk_not_to_an_idva() -> None:
    found = Counter(case.allocated_to for case in the_twin() if case.taken_up)
    assert found == {"triage_iva": 30_299, "complex_iva": 4_746, "idva": 3_192}
    high = Counter(case.allocated_to for case in the_twin() if case.taken_up and case.da_level == "high")
    assert high == {"idva": 3_192, "complex_iva": 1}
    assert all((case.allocated_to is None) == (case.taken_up is not True) for case in the_twin())


def test_police_forces() -> None:
    assert counted(lambda case: case.force == "metropolitan_police_service") == (123_735, 22_858)
    assert counted(lambda case: case.force not in {None, "metropolitan_police_service"}) == (27_273, 3_725)


def test_a_month_has_13_900_and_self_referrals_double_after_october() -> None:
    by_month = Counter(case.received_on.strftime("%Y-%m") for case in the_twin())
    themselves = Counter(case.received_on.strftime("%Y-%m") for case in the_twin() if case.source == "self_referral")
    assert (min(by_month), max(by_month), len(by_month)) == ("2019-04", "2020-03", 12)
    assert all(13_300 < number < 14_800 for number in by_month.values())
    before = [number for month, number in themselves.items() if month <= "2019-10"]
    later = [number for month, number in themselves.items() if month > "2019-10"]
    assert all(abs(number - 2 * before[0]) <= 2 for number in later)
    assert len(set(before)) == 1


def test_days_are_in_order_and_no_case_ends_before_it_begins() -> None:
    for earlier, case in zip(the_twin(), the_twin()[1:], strict=False):
        assert earlier.received_on <= case.received_on
        begun = case.taken_up_on or case.received_on
        assert (case.reported_on or case.received_on) <= case.received_on <= begun <= case.closed_on


def test_the_file_is_the_same_each_time_and_holds_the_columns_of_the_design() -> None:
    written = [",".join(line) for line in lines(the_twin())]
    assert written[0].split(",") == list(COLUMNS)
    assert len(written) == 167_031
    assert sha256("\n".join(written).encode()).hexdigest() == DIGEST


DIGEST = "4c803876e926e292bd6542520b25c4677ab9c627458e553457d9e0ec4492072a"
