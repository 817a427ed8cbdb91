"""The chart of how long half of the answers took, partner by partner."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from portal.reports.chart.pages import Chart, chart_of
from portal.reports.chart.pages import Measured as Drawn
from portal.reports.model import FEW, Figure
from portal.reports.pages import length_words


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What a bar is drawn from: whose it is, and the figure."""

    name: str
    figure: Figure
    is_all: bool = False


def answer_chart(measured: Sequence[Measured]) -> Chart | None:
    """Give the chart of how long half of the answers took, in the order given; None where there is none to draw.

    Whoever has fewer than ten cases has no bar, and nobody is ranked.

    Source: MON-01; no ranking under ten cases.
    """
    drawn = [(each, each.figure.median) for each in measured if each.figure.cases >= FEW and each.figure.median]
    bars = [
        Drawn(name=each.name, words=length_words(median), size=median.total_seconds(), is_all=each.is_all)
        for each, median in drawn
    ]
    if not bars:
        return None
    left_out = sum(not each.is_all for each in measured) - sum(not bar.is_all for bar in bars)
    return chart_of("Half of the offers were answered within", _finding(drawn), _note(left_out), bars)


def _finding(drawn: Sequence[tuple[Measured, timedelta]]) -> str:
    whole = next((median for each, median in drawn if each.is_all), None)
    parts = sorted(median for each, median in drawn if not each.is_all)
    every = (
        "" if whole is None else f"All partners together answered half of their offers within {length_words(whole)}."
    )
    if not parts:
        return every
    if len(parts) == 1:
        one = next(each.name for each, _ in drawn if not each.is_all)
        return f"{one}: half answered within {length_words(parts[0])}. {every}".strip()
    return (
        f"From partner to partner it took from {length_words(parts[0])} to {length_words(parts[-1])} until half of "
        "the offers were answered."
    )


def _note(left_out: int) -> str:
    if not left_out:
        return "The figures are in the table below."
    who = "One partner has" if left_out == 1 else f"{left_out} partners have"
    return f"{who} fewer than {FEW} cases and no bar. The figures are in the table below."
