"""Drafts: how long a referral that was begun and not sent is kept."""

from datetime import date, datetime, timedelta

from lvws_core.policy import DEFAULT, Policy
from lvws_core.times import london_day


def kept_until(changed_at: datetime, policy: Policy = DEFAULT) -> date:
    """Give the last London day on which a draft is kept, counted from its last change (aware).

    >>> from datetime import UTC
    >>> kept_until(datetime(2026, 11, 14, 10, 0, tzinfo=UTC))
    datetime.date(2027, 2, 12)

    Source: lifecycle 3, drafts are deleted after 90 days (`Policy.draft_days`).
    """
    return london_day(changed_at) + timedelta(days=policy.draft_days)


def is_kept(changed_at: datetime, on: date, policy: Policy = DEFAULT) -> bool:
    """Say whether a draft that was last changed at that moment is still kept on a London day."""
    return on <= kept_until(changed_at, policy)
