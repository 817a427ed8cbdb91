"""The forms of duty: who, from when to when, and when a team gets what is gathered."""

from datetime import UTC, date, datetime, time
from uuid import UUID

import msgspec

from lvws_core.forms import Faults, FieldError
from lvws_core.ids import UserId
from lvws_core.phones import is_phone
from lvws_core.times import LONDON, zone_of
from notifications.preferences.model import Window


class DutyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A time of duty as it was typed: London days and hours."""

    who: str = ""
    starts_on_day: str = ""
    starts_on_month: str = ""
    starts_on_year: str = ""
    starts: str = ""
    ends_on_day: str = ""
    ends_on_month: str = ""
    ends_on_year: str = ""
    ends: str = ""
    phone: str = ""


class GatheringForm(msgspec.Struct, frozen=True, kw_only=True):
    """When a team gets what is gathered."""

    window: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A time of duty, read; aware UTC."""

    user_id: UserId
    starts_at: datetime
    ends_at: datetime
    phone: str


def parse_duty(form: DutyForm) -> Asked | tuple[FieldError, ...]:
    """Read a time of duty, or give every fault."""
    faults = Faults()
    who = _who(faults, form.who)
    first = faults.day("starts_on", (form.starts_on_day, form.starts_on_month, form.starts_on_year), label="The start")
    begins = faults.hour("starts", form.starts, text="Enter when it starts, such as 20:00")
    last = faults.day("ends_on", (form.ends_on_day, form.ends_on_month, form.ends_on_year), label="The end")
    ends = faults.hour("ends", form.ends, text="Enter when it ends, such as 08:00")
    phone = _phone(faults, form.phone)
    if who is None or first is None or begins is None or last is None or ends is None or faults.found:
        return faults.found
    return Asked(user_id=who, starts_at=_in_london(first, begins), ends_at=_in_london(last, ends), phone=phone)


def parse_gathering(form: GatheringForm) -> Window | tuple[FieldError, ...]:
    """Read when a team gets what is gathered, or give the fault."""
    faults = Faults()
    window = faults.choice("window", form.window, Window, text="Choose when your team gets what is gathered")
    if window is Window.TEAM:
        faults.add("window", "not_a_choice", "Choose when your team gets what is gathered")
    return faults.found if window is None or faults.found else window


def _who(faults: Faults, text: str) -> UserId | None:
    try:
        return UserId(UUID(text))
    except ValueError:
        faults.add("who", "required", "Choose who is on duty")
        return None


def _phone(faults: Faults, text: str) -> str:
    phone = faults.text("phone", text, label="The telephone number", longest=40, required=False) or ""
    if phone and not is_phone(phone):
        faults.add("phone", "not_a_phone", "Enter a work telephone number, such as 020 7946 0123, or leave it empty")
    return phone


def _in_london(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, zone_of(LONDON)).astimezone(UTC)
