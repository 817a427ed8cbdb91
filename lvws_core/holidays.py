"""Holidays: the bank holidays of England and Wales, written out year by year.

Nothing is computed when the library runs: proclamations move days and add days, so a year counts
only once somebody has written it here. A later version adds years; it raises `HOLIDAYS_VERSION`.
"""

from collections.abc import Mapping
from datetime import date

HOLIDAYS_VERSION = "england-and-wales-2019-2028"
"""Names the table in records and checks."""

_DAYS: Mapping[int, tuple[tuple[int, int], ...]] = {
    2019: ((1, 1), (4, 19), (4, 22), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)),
    # 8 May: the early May holiday, moved for the 75th anniversary of VE Day
    2020: ((1, 1), (4, 10), (4, 13), (5, 8), (5, 25), (8, 31), (12, 25), (12, 28)),
    2021: ((1, 1), (4, 2), (4, 5), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)),
    # 2 and 3 June: the spring holiday, moved, and the Platinum Jubilee; 19 September: the state funeral
    2022: ((1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)),
    # 8 May: the coronation
    2023: ((1, 2), (4, 7), (4, 10), (5, 1), (5, 8), (5, 29), (8, 28), (12, 25), (12, 26)),
    2024: ((1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)),
    2025: ((1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)),
    2026: ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)),
    2027: ((1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)),
    2028: ((1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)),
}

HOLIDAYS = frozenset(date(year, month, day) for year, days in _DAYS.items() for month, day in days)
"""Every bank holiday from `FIRST_DAY` to `LAST_DAY`, the days actually taken (substitutes, not originals)."""

FIRST_DAY = date(min(_DAYS), 1, 1)
"""The first day that the table knows about."""

LAST_DAY = date(max(_DAYS), 12, 31)
"""The last day that the table knows about."""
