"""The chart of the picture: bars of those with enough cases, in the order given, and its finding in words."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.referrals import Move
from portal.reports.chart.pages import WIDTH
from portal.reports.model import FEW, Figure
from portal.reports.partners.chart.pages import Measured, answer_chart
from tests.portal.reports.partners.builders import a_case
from tests.portal.reports.partners.test_pages import a_page

HOUR = timedelta(hours=1)


def measured(name: str, hours: float, cases: int = FEW, *, is_all: bool = False) -> Measured:
    return Measured(name=name, figure=Figure(cases=cases, median=hours * HOUR), is_all=is_all)


def test_mon_01_who_has_fewer_than_ten_cases_has_no_bar_and_the_order_stays_that_of_names() -> None:
    chart = answer_chart([measured("Ash", 8), measured("Birch", 1, FEW - 1), measured("Cedar", 2)])
    assert chart is not None
    assert [(bar.name, bar.words) for bar in chart.bars] == [("Ash", "8 hours"), ("Cedar", "2 hours")]
    assert [bar.length for bar in chart.bars] == [WIDTH, WIDTH // 4]
    assert chart.note.startswith("One partner has fewer than 10 cases and no bar.")
    assert "from 2 hours to 8 hours" in chart.finding
    assert "Ash" not in chart.finding


def test_nothing_is_drawn_where_nobody_has_enough_cases() -> None:
    assert answer_chart([measured("Ash", 8, FEW - 1)]) is None
    assert answer_chart([]) is None


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 40)), max_size=12))
def test_every_bar_fits_and_is_as_long_as_its_share_of_the_longest(found: list[tuple[int, int]]) -> None:
    rows = [measured(f"P{n}", hours, cases) for n, (hours, cases) in enumerate(found)]
    chart = answer_chart(rows)
    drawn = [hours for hours, cases in found if cases >= FEW]
    lengths = [] if chart is None else [bar.length for bar in chart.bars]
    assert lengths == [max(2, round(WIDTH * hours / max(drawn))) for hours in drawn]
    assert chart is None or all(0 <= bar.y <= chart.height - chart.thickness for bar in chart.bars)


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_table() -> None:
    chart = answer_chart([measured("The very long name of a partner of the consortium", 3)])
    assert chart is not None
    assert chart.bars[0].name == "The very long name of a partner o…"


def test_mon_01_the_whole_has_no_bar_where_it_would_tell_the_few_of_another() -> None:
    answered = a_case((1, Move.ACCEPT))
    page, plain = a_page([answered] * 30, [answered] * 3, own=True), a_page([answered] * 30, [answered] * 12)
    assert page.chart is not None
    assert plain.chart is not None
    assert [bar.name for bar in page.chart.bars] == ["Your organisation"]
    assert [bar.name for bar in plain.chart.bars] == ["Galop", "Shelter", "All partners"]
    assert page.chart.finding == "Your organisation: half answered within 1 hour."
