"""The form of what has happened: ticks, and the day."""

from datetime import date, datetime

import msgspec

from lvws_core.forms import Faults, FieldError, Many
from lvws_core.risk.level import ReassessmentTrigger
from lvws_core.times import local
from portal.people.risk.triggers.model import NotedTrigger

_DAY = "Day on which it happened"


class TriggerForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was ticked, and the day as it was typed; an empty day is today."""

    kinds: Many = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""

    def parse(self, now: datetime) -> tuple[NotedTrigger | None, tuple[FieldError, ...]]:
        """Give what happened, or every fault; `now` is aware."""
        faults, today = Faults(), local(now).date()
        kinds = faults.choices("kinds", self.kinds, ReassessmentTrigger, text="Tick what has happened")
        parts = (self.on_day, self.on_month, self.on_year)
        day = faults.day("on", parts, label=_DAY) if any(part.strip(" ") for part in parts) else today
        if day is not None and not date(today.year - 1, 1, 1) <= day <= today:
            faults.add("on", "out_of_range", f"{_DAY} must be today or before, of this year or the last")
        if faults.found or kinds is None or day is None:
            return None, faults.found
        ordered = tuple(kind for kind in ReassessmentTrigger if kind in kinds)
        return NotedTrigger(kinds=ordered, happened_on=day, noted_at=now), ()
