"""The form of an attempt: how it ended, on which channel; just now unless a time is given."""

from datetime import datetime, timedelta

import msgspec

from lvws_core.consent.contact import Attempt, AttemptOutcome, Channel
from lvws_core.forms import Faults, FieldError
from partners.offers.acts.forms import read_moment

Errors = tuple[FieldError, ...]
_LONGEST = 600
_BACK = timedelta(days=366)


class AttemptForm(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt as it was typed; day and time are London's, and empty for now."""

    outcome: str = ""
    channel: str = ""
    minutes: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    time: str = ""

    @property
    def says_when(self) -> bool:
        """Whether anything of the day or the time was typed."""
        return any(part.strip(" ") for part in (self.on_day, self.on_month, self.on_year, self.time))


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that is complete, and its length in minutes where that was said."""

    attempt: Attempt
    minutes: int | None


def parse_attempt(form: AttemptForm, now: datetime) -> Tried | Errors:
    """Read an attempt; it lies in the past year. Source: CONT-20."""
    faults = Faults()
    outcome = faults.choice("outcome", form.outcome, AttemptOutcome, text="Choose how it ended")
    channel = faults.choice("channel", form.channel, Channel, text="Choose how you tried")
    minutes = None
    if form.minutes.strip(" "):
        minutes = faults.number("minutes", form.minutes, label="Length in minutes", lowest=0, highest=_LONGEST)
    at: datetime | None = now
    if form.says_when:
        parts = (form.on_day, form.on_month, form.on_year)
        at = read_moment(faults, "on", parts, form.time, sent_at=now - _BACK, now=now)
    if faults.found or outcome is None or channel is None or at is None:
        return faults.found
    return Tried(attempt=Attempt(at=at, channel=channel, outcome=outcome), minutes=minutes)
