"""The forms of reaching the person: an attempt, and that nobody could be reached."""

from datetime import datetime

import msgspec

from lvws_core.consent.contact import Attempt, AttemptOutcome, Channel
from lvws_core.forms import Faults, FieldError
from lvws_core.referrals import Detail, NotReachedReason
from partners.offers.acts.forms import LONGEST, read_moment

Errors = tuple[FieldError, ...]


class AttemptForm(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt, as it was typed; day and time are London's."""

    version: str = ""
    result: str = ""
    channel: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""
    time: str = ""
    note: str = ""

    @property
    def on(self) -> tuple[str, str, str]:
        """The three parts of the day."""
        return self.on_day, self.on_month, self.on_year


class NotReachedForm(msgspec.Struct, frozen=True, kw_only=True):
    """That nobody could be reached, as it was typed."""

    version: str = ""
    reason: str = ""
    checked: str = ""
    note: str = ""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt that is complete, and the words that go with it."""

    attempt: Attempt
    note: str


class NotReached(msgspec.Struct, frozen=True, kw_only=True):
    """That nobody could be reached, complete: the code, and the words for the lead."""

    detail: Detail
    note: str


def parse_attempt(form: AttemptForm, *, sent_at: datetime, now: datetime) -> Tried | Errors:
    """Read an attempt: it lies between sending and now, both aware. Source: CONT-20."""
    faults = Faults()
    result = faults.choice("result", form.result, AttemptOutcome, text="Choose how the attempt ended")
    channel = faults.choice("channel", form.channel, Channel, text="Choose how you tried")
    at = read_moment(faults, "on", form.on, form.time, sent_at=sent_at, now=now)
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    if result is None or channel is None or at is None or note is None:
        return faults.found
    return Tried(attempt=Attempt(at=at, channel=channel, outcome=result), note=note)


def parse_not_reached(form: NotReachedForm) -> NotReached | Errors:
    """Read that nobody could be reached: a reason, and that what has to be done first is done."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, NotReachedReason, text="Choose why")
    if form.checked != "yes":
        faults.add("checked", "required", "Confirm that what has to be done first is done")
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    if faults.found or reason is None:
        return faults.found
    return NotReached(detail=Detail(reason=reason.value), note=note or "")
