"""The forms of support under way."""

from datetime import date
from uuid import UUID

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import UserId
from lvws_core.referrals import Detail, HandBackReason, PauseReason
from lvws_core.vocabulary import WhoseChoice
from partners.offers.acts.forms import LONGEST
from partners.offers.waiting.forms import read_later_day

Errors = tuple[FieldError, ...]


class UpdateForm(msgspec.Struct, frozen=True, kw_only=True):
    """An update, as it was typed."""

    version: str = ""
    text: str = ""


class PauseForm(msgspec.Struct, frozen=True, kw_only=True):
    """A pause, as it was typed."""

    version: str = ""
    reason: str = ""
    until_day: str = ""
    until_month: str = ""
    until_year: str = ""
    note: str = ""

    @property
    def until(self) -> tuple[str, str, str]:
        """The three parts of the day."""
        return self.until_day, self.until_month, self.until_year


class HandBackForm(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-back, as it was typed."""

    version: str = ""
    reason: str = ""
    whose_choice: str = ""
    note: str = ""


class AssignForm(msgspec.Struct, frozen=True, kw_only=True):
    """To whom an offer is assigned, as it was chosen."""

    version: str = ""
    worker: str = ""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A move that is complete: its codes, and the words for the lead."""

    detail: Detail
    note: str


def parse_pause(form: PauseForm, *, today: date) -> Told | Errors:
    """Read a pause: the reason is needed, the day on which it should end is not."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, PauseReason, text="Choose why support is paused")
    until = read_later_day(faults, "until", form.until, today, label="Day on which it should go on")
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    if faults.found or reason is None:
        return faults.found
    return Told(detail=Detail(reason=reason.value, until=until), note=note or "")


def parse_hand_back(form: HandBackForm) -> Told | Errors:
    """Read a hand-back: the reason and whose choice are needed, the words are not. Source: ROUTE-10."""
    faults = Faults()
    reason = faults.choice("reason", form.reason, HandBackReason, text="Choose why you hand it back")
    choice = faults.choice("whose_choice", form.whose_choice, WhoseChoice, text="Choose whose choice it was")
    note = faults.text("note", form.note, label="Note", longest=LONGEST, required=False)
    if faults.found or reason is None or choice is None:
        return faults.found
    return Told(detail=Detail(reason=reason.value, whose_choice=choice), note=note or "")


def parse_worker(form: AssignForm, team: frozenset[UserId]) -> UserId | Errors:
    """Read to whom an offer is assigned: somebody of the team."""
    faults = Faults()
    chosen = next((member for member in team if str(member) == form.worker), None)
    if chosen is None:
        faults.add("worker", "required" if not form.worker else "unknown_choice", "Choose somebody of your team")
        return faults.found
    return UserId(UUID(form.worker))
