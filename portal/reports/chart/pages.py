"""A chart as a template draws it: bars with their words above them, and what it shows in a sentence.

The places are in units of the drawing, which is 480 wide; a bar's length is its share of the longest.
There is no style in it, only attributes and classes, so that the strict policy lets it stand.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

WIDTH: Final = 480
_ROW, _TEXT, _BAR, _THICK = 46, 16, 23, 14
_LONGEST_NAME: Final = 34


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What a bar is drawn from: whose it is, how it is said, and its size beside the others; None draws no bar."""

    name: str
    words: str
    size: float | None
    is_all: bool = False


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


def chart_of(heading: str, finding: str, note: str, measured: Sequence[Measured]) -> Chart | None:
    """Give the drawing, in the order given; None where nothing has a size."""
    longest = max((each.size or 0 for each in measured), default=0)
    if not longest:
        return None
    bars = tuple(_bar(each, longest, number) for number, each in enumerate(measured))
    return Chart(heading=heading, finding=finding, note=note, bars=bars, height=_ROW * len(bars))


def _bar(each: Measured, longest: float, number: int) -> Bar:
    top, size = _ROW * number, max(each.size or 0, 0)
    return Bar(
        name=each.name if len(each.name) <= _LONGEST_NAME else f"{each.name[: _LONGEST_NAME - 1].rstrip()}…",
        words=each.words,
        text_y=top + _TEXT,
        y=top + _BAR,
        length=max(2, round(WIDTH * size / longest)) if size else 0,
        is_all=each.is_all,
    )
