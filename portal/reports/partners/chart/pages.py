"""A chart as a template draws it: bars with their words beside them, and what it shows in a sentence.

The places are in units of the drawing, which is 480 wide; a bar's length is its share of the longest.
There is no style in it, only attributes and classes, so that the strict policy lets it stand.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec

from portal.reports.model import FEW, Figure
from portal.reports.pages import length_words

WIDTH: Final = 480
_ROW, _TEXT, _BAR, _THICK = 46, 16, 23, 14
_LONGEST_NAME: Final = 34


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar with its words; `text_y` is the base of the words, `y` the upper edge of the bar."""

    name: str
    words: str
    text_y: int
    y: int
    length: int
    is_all: bool = False


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """A drawing of bars; `finding` is what it shows, for who does not see it and for who does."""

    heading: str
    finding: str
    note: str
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    thickness: int = _THICK


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
    if not drawn:
        return None
    longest = max(median for _, median in drawn)
    bars = tuple(_bar(each, median, longest, number) for number, (each, median) in enumerate(drawn))
    left_out = sum(not each.is_all for each in measured) - sum(not bar.is_all for bar in bars)
    return Chart(
        heading="Half of the offers were answered within",
        finding=_finding(drawn),
        note=_note(left_out),
        bars=bars,
        height=_ROW * len(bars),
    )


def _bar(each: Measured, median: timedelta, longest: timedelta, number: int) -> Bar:
    top = _ROW * number
    return Bar(
        name=each.name if len(each.name) <= _LONGEST_NAME else f"{each.name[: _LONGEST_NAME - 1].rstrip()}…",
        words=length_words(median),
        text_y=top + _TEXT,
        y=top + _BAR,
        length=max(2, round(WIDTH * (median / longest))),
        is_all=each.is_all,
    )


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
