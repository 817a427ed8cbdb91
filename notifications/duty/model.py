"""Duty as values: who of which team is there, from when to when."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from lvws_core.ids import OrganisationId, UserId
from lvws_core.reasons import Reason, because

LONGEST: Final = timedelta(days=14)
"""The longest time of duty that is entered at once: what goes on for longer has been forgotten."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff on duty for their team, from `starts_at` until before `ends_at` (aware UTC).

    `phone` is the work telephone on which they are reached meanwhile, "" where none was given.
    """

    id: UUID
    organisation_id: OrganisationId
    user_id: UserId
    starts_at: datetime
    ends_at: datetime
    phone: str = ""

    def runs_at(self, moment: datetime) -> bool:
        """Say whether they are on duty at a moment."""
        return self.starts_at <= moment < self.ends_at


def against(duty: Duty, others: Iterable[Duty], now: datetime) -> tuple[Reason, ...]:
    """Give every reason why a time of duty cannot be entered beside those there are."""
    reasons = []
    if duty.ends_at <= duty.starts_at:
        reasons.append(because("ends_before_it_starts", "P16", "Enter an end that is after the start"))
    if duty.ends_at <= now:
        reasons.append(because("over_already", "P16", "Enter an end that is still to come"))
    if duty.ends_at - duty.starts_at > LONGEST:
        reasons.append(because("too_long", "P16", "Enter an end that is at most 14 days after the start"))
    if any(each.user_id == duty.user_id and _meet(each, duty) for each in others):
        reasons.append(because("already_on_duty", "P16", "They are on duty then already. Choose another time"))
    return tuple(reasons)


def _meet(one: Duty, other: Duty) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
