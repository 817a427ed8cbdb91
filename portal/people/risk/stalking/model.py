"""The stalking follow-up as it was answered (`sdash_11`); it gives a flag and words, never a count that decides."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lvws_core.risk.assessment import StalkingFollowUp, stalking_follow_up
from lvws_core.risk.dash import Answer

VERSION = "paraphrase-1"
"""Which version of our paraphrase of the eleven questions; stored with each (RISK-01)."""


class FollowedUp(msgspec.Struct, frozen=True, kw_only=True):
    """The answers by key, and what happened in a few words; `assessed_at` is aware UTC."""

    answers: Mapping[str, Answer]
    words: str
    assessed_at: datetime

    @property
    def found(self) -> StalkingFollowUp:
        """What the answers say. Source: domain 1.7."""
        return stalking_follow_up(self.answers)
