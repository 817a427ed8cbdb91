"""The forms of meetings and actions."""

from datetime import date, timedelta
from typing import Final

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.vocabulary import Borough
from portal.people.marac.meetings.model import ActionStatus, Settled, Words

LONGEST: Final = 1000
"""Characters of an action or of why it was not done."""

_FARTHEST = timedelta(days=366)
Errors = tuple[FieldError, ...]


class MeetingForm(msgspec.Struct, frozen=True, kw_only=True):
    """A panel and a day, as they were typed."""

    panel: str = ""
    on_day: str = ""
    on_month: str = ""
    on_year: str = ""

    def parse(self, today: date) -> tuple[tuple[Borough, date] | None, Errors]:
        """Give the panel and the day, or every fault."""
        faults = Faults()
        panel = faults.choice("panel", self.panel, Borough, text="Choose the panel")
        if panel is not None and panel.gss is None:
            faults.add("panel", "no_panel", "Choose one of London’s panels")
        day = faults.day("on", (self.on_day, self.on_month, self.on_year), label="Day of the meeting")
        if day is not None and abs(day - today) > _FARTHEST:
            faults.add("on", "too_far", "The day of the meeting must be within a year of today")
        return (None, faults.found) if faults.found or panel is None or day is None else ((panel, day), ())


class AgendaForm(msgspec.Struct, frozen=True, kw_only=True):
    """One referral on the page of a meeting: which, about whom, and the version that was shown."""

    person: str = ""
    mark: str = ""
    version: str = ""


class ActionForm(msgspec.Struct, frozen=True, kw_only=True):
    """An action, as it was typed."""

    agency: str = ""
    owner: str = ""
    text: str = ""
    due_day: str = ""
    due_month: str = ""
    due_year: str = ""

    def parse(self, today: date) -> tuple[tuple[Words, date] | None, Errors]:
        """Give what is to be done, by whom and by when, or every fault."""
        faults = Faults()
        agency = faults.text("agency", self.agency, label="Agency")
        owner = faults.text("owner", self.owner, label="Name of who does it")
        text = faults.text("text", self.text, label="What is to be done", longest=LONGEST)
        due = faults.day("due", (self.due_day, self.due_month, self.due_year), label="Day by which it is done")
        if due is not None and not today <= due <= today + _FARTHEST:
            faults.add("due", "out_of_range", "Day by which it is done must be from today to a year from now")
        if agency is None or owner is None or text is None or due is None or faults.found:
            return None, faults.found
        return (Words(agency=agency, owner=owner, text=text), due), ()


class SettleForm(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an action, as it was chosen and typed; `action` is its id."""

    action: str = ""
    became: str = ""
    reason: str = ""

    def parse(self, today: date) -> tuple[Settled | None, Errors]:
        """Give what became of it today, or every fault; what was not done is explained."""
        faults = Faults()
        became = faults.choice("became", self.became, ActionStatus, text="Choose what became of the action")
        if became is ActionStatus.OPEN:
            faults.add("became", "unknown_choice", "Choose what became of the action")
        needed = became is ActionStatus.NOT_DONE
        label = "Why it was not done"
        reason = faults.text("reason", self.reason, label=label, longest=LONGEST, required=needed)
        if faults.found or became is None or reason is None:
            return None, faults.found
        return Settled(status=became, on=today, reason=reason), ()
