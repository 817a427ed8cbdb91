"""Instants: the same London hour some months on."""

from datetime import datetime

from lvws_core.times import add_months, local, utc


def months_after(moment: datetime, months: int) -> datetime:
    """Give the same London time of day some months later, in UTC; a day that does not exist is the month's last.

    >>> from datetime import UTC
    >>> months_after(datetime(2028, 2, 29, 12, tzinfo=UTC), 12).isoformat()
    '2029-02-28T12:00:00+00:00'

    Raises:
        Invalid: The moment is naive.
    """
    there = local(moment)
    return utc(datetime.combine(add_months(there.date(), months), there.timetz()))
