"""The forms of delivering a pack and of recording what a partner without an account said."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from lvws_core.consent.contact import Channel
from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.referrals import Detail, HandBackReason, Heard, NotReachedReason, SecureRoute
from lvws_core.times import local, london_day
from lvws_core.vocabulary import DeclineReason, WhoseChoice
from partners.offers.acts.forms import LONGEST, read_moment
from partners.offers.delivery.model import Said
from partners.offers.ending.forms import OutcomeForm, outcome_form, read_outcome
from partners.offers.ending.model import Outcome
from partners.offers.taking_back.model import StopAnswer
from partners.offers.waiting.model import DateBand

Errors = tuple[FieldError, ...]


class DeliverForm(msgspec.Struct, frozen=True, kw_only=True):
    """By which way the pack went, as it was typed."""

    version: str = ""
    route: str = ""


class RecordForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner said, as it was typed; each thing that can be said has some of the fields."""

    version: str = ""
    reason: str = ""
    whose_choice: str = ""
    band: str = ""
    override: str = ""
    channel: str = ""
    outcome: str = ""
    answer: str = ""
    note: str = ""
    confirmed_by: str = ""
    heard_how: str = ""
    heard_day: str = ""
    heard_month: str = ""
    heard_year: str = ""
    time: str = ""
    first: Mapping[str, str] = {}
    last: Mapping[str, str] = {}

    @property
    def scores(self) -> OutcomeForm:
        """How it ended and the scores of the needs, as the form of an outcome has them."""
        return OutcomeForm(outcome=self.outcome, first=self.first, last=self.last)

    @property
    def heard(self) -> tuple[str, str, str]:
        """The three parts of the day."""
        return self.heard_day, self.heard_month, self.heard_year

    @property
    def words(self) -> str:
        """What was written in it, to give back."""
        return "\n\n".join(part for part in (self.confirmed_by, self.override, self.note) if part)


def record_form(raw: Mapping[str, Many]) -> RecordForm:
    """Give the form from the fields as they came, scores by the key of the need; unknown ones are left out."""
    scores = outcome_form(raw)
    names = (name for name in RecordForm.__struct_fields__ if name not in {"first", "last"})
    typed = {name: next(iter(many(raw.get(name, ""))), "") for name in names}
    return RecordForm(first=scores.first, last=scores.last, **typed)


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What they said, complete: who said it, how and when it was heard, codes, and words for the file."""

    confirmed_by: str
    heard: Heard
    detail: Detail
    told: dict[str, Any]
    note: str


def parse_route(form: DeliverForm) -> SecureRoute | Errors:
    """Read by which secure way the pack went; there is no other."""
    faults = Faults()
    route = faults.choice("route", form.route, SecureRoute, text="Choose the secure way by which it went")
    return faults.found if route is None else route


def parse_record(
    form: RecordForm, said: Said, *, sent_at: datetime, now: datetime, needs_override: bool
) -> Record | Errors:
    """Read what they said; who confirmed it, how and when is needed for all of it.

    `sent_at` and `now` are aware; the moment lies between them.
    """
    faults = Faults()
    reader = _Reader(faults, form, london_day(now), needs_override=needs_override)
    detail, told = reader.detail(said), reader.told(said)
    name = faults.text("confirmed_by", form.confirmed_by, label="Who confirmed it", longest=100)
    how = faults.choice("heard_how", form.heard_how, SecureRoute, text="Choose how they confirmed it")
    at = read_moment(faults, "heard", form.heard, form.time, sent_at=sent_at, now=now)
    needs_note = said == Said.UPDATE or form.answer == StopAnswer.RETAINED
    note = faults.text("note", form.note, label="What they said", longest=LONGEST, required=needs_note)
    if faults.found or how is None or at is None or name is None:
        return faults.found
    heard = Heard(how=how, at=at)
    if said == Said.FIRST_CONTACT:
        told = {**told, "reached_at": at.isoformat()}
    words = note or ""
    if reader.outcome is not None:
        words = msgspec.structs.replace(reader.outcome, note=words).words
    return Record(confirmed_by=name, heard=heard, detail=Detail(heard=heard, **detail), told=told, note=words)


class _Reader:
    """Reads the fields that belong to one thing said: the parts of the detail, and what the event tells besides."""

    def __init__(self, faults: Faults, form: RecordForm, today: date, *, needs_override: bool) -> None:
        self.faults, self.form, self.today, self.needs_override = faults, form, today, needs_override
        self.outcome: Outcome | None = None

    def detail(self, said: Said) -> dict[str, Any]:
        """Give the parts of the detail; one is None where a fault was noted."""
        form, choice = self.form, self.faults.choice
        match said:
            case Said.DECLINED | Said.HANDED_BACK:
                return self._reason(DeclineReason if said == Said.DECLINED else HandBackReason)
            case Said.NOT_REACHED:
                return {"reason": choice("reason", form.reason, NotReachedReason, text="Choose what happened")}
            case Said.WAITLISTED:
                return self._place()
            case Said.OUTCOME:
                self.outcome = read_outcome(self.faults, form.scores)
                return {"outcome": self.outcome and self.outcome.reason}
        return {}

    def told(self, said: Said) -> dict[str, Any]:
        """Give the codes that the event tells besides."""
        form, choice = self.form, self.faults.choice
        match said:
            case Said.WAITLISTED:
                return {"band": form.band}
            case Said.FIRST_CONTACT:
                return {"channel": choice("channel", form.channel, Channel, text="Choose how they made contact")}
            case Said.STOPPED:
                text = "Choose what became of what was shared"
                return {"answer": choice("answer", form.answer, StopAnswer, text=text)}
            case Said.OUTCOME if self.outcome is not None:
                return dict(self.outcome.counts)
        return {}

    def _reason(self, reasons: type[DeclineReason] | type[HandBackReason]) -> dict[str, Any]:
        reason = self.faults.choice("reason", self.form.reason, reasons, text="Choose their reason")
        text = "Choose whose choice it was"
        whose = self.faults.choice("whose_choice", self.form.whose_choice, WhoseChoice, text=text)
        return {"reason": reason and reason.value, "whose_choice": whose}

    def _place(self) -> dict[str, Any]:
        band = self.faults.choice("band", self.form.band, DateBand, text="Choose when a place is expected")
        label, needed = "Why the person may wait", self.needs_override
        override = self.faults.text("override", self.form.override, label=label, longest=LONGEST, required=needed)
        return {"until": band and band.ends_on(self.today), "override": override or None}


def this_moment(form: RecordForm, now: datetime) -> RecordForm:
    """Fill in the London day and time of now, where nothing was typed."""
    here = local(now)
    day = {"heard_day": str(here.day), "heard_month": str(here.month), "heard_year": str(here.year)}
    return msgspec.structs.replace(form, time=f"{here:%H:%M}", **day)
