"""Triggers of a new assessment: what happened, when, and since which assessment they count."""

from datetime import date, datetime

import msgspec

from lvws_core.risk.level import ReassessmentTrigger
from portal.people.risk.stalking.model import FollowedUp


class NotedTrigger(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, on which London day; `noted_at` is aware UTC. Source: RISK-36, domain 1.6."""

    kinds: tuple[ReassessmentTrigger, ...]
    happened_on: date
    noted_at: datetime


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """What has come after an assessment: what was noted, a breach of safe contact, the stalking follow-up."""

    noted: tuple[NotedTrigger, ...] = ()
    breached: bool = False
    followed_up: FollowedUp | None = None

    @property
    def triggers(self) -> frozenset[ReassessmentTrigger]:
        """Everything that outdates the assessment at once. Source: RISK-36, domain 1.6."""
        breach = {ReassessmentTrigger.SAFE_CONTACT_BREACH} if self.breached else set()
        return frozenset(breach.union(*(each.kinds for each in self.noted)))
