"""Before something runs out it is said twice, and once when it has: pure rules of when."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from lvws_core.vocabulary.labelled import Labelled


class Nearing(Labelled):
    """How near the end of something is; each is said once. Source: COLO-03."""

    FIRST = "first", "Runs out within 60 days"
    SECOND = "second", "Runs out within 30 days"
    LAPSED = "lapsed", "Has run out"


BEFORE_DAYS: Final[Mapping[Nearing, int]] = {Nearing.FIRST: 60, Nearing.SECOND: 30, Nearing.LAPSED: -1}
"""How many days before the last day each begins; what has run out has done so the day after. Source: COLO-03."""


def reached(last: date, today: date) -> frozenset[Nearing]:
    """Give how near the end has been on a London day: what needs saying no more once the nearest is said."""
    return frozenset(each for each in Nearing if today >= last - timedelta(days=BEFORE_DAYS[each]))


def nearing(last: date | None, today: date) -> Nearing | None:
    """Give how near the end is on a London day of something whose last day is `last`; None while it is far.

    >>> nearing(date(2027, 1, 20), date(2026, 12, 1))
    <Nearing.FIRST: 'first'>

    Source: COLO-03.
    """
    so_far = reached(last, today) if last is not None else frozenset()
    return next((each for each in reversed(Nearing) if each in so_far), None)


def to_say(last: date | None, today: date, said: Collection[Nearing]) -> Nearing | None:
    """Give what is to be said today, None where it was said; after days without a look only the nearest is.

    Source: COLO-03.
    """
    now = nearing(last, today)
    return now if now not in said else None
