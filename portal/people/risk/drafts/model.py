"""A half-written assessment, as it was kept."""

from datetime import datetime

import msgspec

from portal.people.risk.forms import AssessmentForm


class KeptDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, and when it was kept (aware UTC); it counts for nothing before it is saved."""

    typed: AssessmentForm
    kept_at: datetime
