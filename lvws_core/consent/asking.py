"""Asking: from when somebody who said no may be asked again, unless they raise it themselves."""

from datetime import date, datetime, timedelta

from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.times import day_in_words, london_day


def ask_again_by_default(declined_at: datetime, policy: Policy = DEFAULT) -> date:
    """Give the first London day on which somebody who declined may be asked again.

    >>> from datetime import UTC
    >>> ask_again_by_default(datetime(2026, 11, 23, 10, tzinfo=UTC))
    datetime.date(2026, 12, 21)

    Raises:
        Invalid: `declined_at` is naive.

    Source: CONS-21 (the length: project default).
    """
    return london_day(declined_at) + timedelta(days=policy.consent_ask_again_days)


def against_asking(not_before: date | None, on: date, *, raised: bool = False) -> tuple[Reason, ...]:
    """Give what forbids to ask again on a London day; empty if it may, or if the person `raised` it themselves.

    Source: CONS-21: ask again only on a change.
    """
    if raised or not_before is None or on >= not_before:
        return ()
    words = f"The person said no. Do not ask again before {day_in_words(not_before)}."
    return (because("declined_lately", "CONS-21", words),)
