"""The words of figures: how long, how many in time, and what stands where a figure may not be shown."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from portal.reports.model import FEW, SMALL, Figure, choices

Option = Mapping[str, Any]
"""An item of a form's control, as the macros read it."""

FEWER_CASES = f"fewer than {FEW} cases"
FEWER = f"fewer than {SMALL}"
NOT_SHOWN = "not shown"


class TimeCell(msgspec.Struct, frozen=True, kw_only=True):
    """A time in a table: the median, and the share within the clock; "" where there is none to say."""

    median: str
    share: str = ""


def length_words(length: timedelta | None) -> str:
    """Say how long something took, to the two largest units: "2 days 4 hours"."""
    minutes = 0 if length is None else int(length.total_seconds() // 60)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    said = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(said[:2]) or "1 minute"


def share_words(found: Figure) -> str:
    """Say how many were in time: numerator, denominator and share, none of them when few were on one side."""
    late = found.judged - found.in_time
    if 0 < found.in_time < SMALL:
        return f"{FEWER} of {found.judged} in time"
    if 0 < late < SMALL:
        return f"{FEWER} of {found.judged} late"
    return f"{found.in_time} of {found.judged} in time ({round(100 * found.in_time / found.judged)}%)"


def time_cell(found: Figure, *, has_clock: bool = True, rest: int | None = None) -> TimeCell:
    """Give a time as it is shown; `rest` is what is left of the whole when the rows above are taken away.

    Source: MON-01; no ranking under ten cases.
    """
    if max(found.cases, found.judged) == 0:
        return TimeCell(median="no case yet")
    if rest is not None and 0 < rest < SMALL:
        return TimeCell(median=NOT_SHOWN)
    median = f"half within {length_words(found.median)}" if found.cases >= FEW else FEWER_CASES
    share = share_words(found) if has_clock and found.judged >= FEW else ""
    return TimeCell(median=median, share=share)


def part_words(part: int, whole: int) -> str:
    """Say how many of the whole: "12 of 40 (30%)"; no number when few are on one side, or few in all."""
    if whole == 0:
        return "no case yet"
    if whole < FEW:
        return FEWER_CASES
    if 0 < part < SMALL:
        return f"{FEWER} of {whole}"
    if 0 < whole - part < SMALL:
        return f"all but {FEWER} of {whole}"
    return f"{part} of {whole} ({round(100 * part / whole)}%)"


def period_items(key: str, today: date) -> tuple[Option, ...]:
    """Give the chooser of periods, one that is not in its list first."""
    quarters, months = choices(today)
    known = (*quarters, *months)
    shown = [{"value": each.key, "text": each.words, "selected": each.key == key} for each in known]
    if key and key not in {each.key for each in known}:
        shown.insert(0, {"value": key, "text": "The period in the address", "selected": True})
    return tuple(shown)
