"""The form of a booking: when, what for, how many people, for how many weeks."""

from collections.abc import Iterable
from datetime import date, time
from typing import Final

import msgspec

from colocations.rota.bookings.model import Purpose
from colocations.rota.rooms.model import MOST_PEOPLE
from colocations.rota.shifts.forms import weeks_of, when_of
from colocations.sites.forms import Typed
from lvws_core.forms import Faults, FieldError
from lvws_core.reasons import Reason

FIELDS: Final = ("purpose", "people", "on_day", "on_month", "on_year", "starts", "ends", "weeks")
"""What comes back from the list of a series."""

_FIELD_OF: Final = {"not_private": "purpose", "too_many_people": "people", "away": "on"}
"""At which field a reason against a booking stands; any other is against the time."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A booking as it was asked for; the times are London's wall clock."""

    purpose: Purpose
    people: int
    day: date
    times: tuple[time, time]
    weeks: int = 1


def parse_booking(typed: Typed, today: date) -> Asked | tuple[FieldError, ...]:
    """Read a booking, or give every fault."""
    faults = Faults()
    purpose = faults.choice("purpose", typed.value("purpose"), Purpose, text="Select what it is for")
    people = faults.number("people", typed.value("people"), label="How many people", lowest=1, highest=MOST_PEOPLE)
    day, times = when_of(faults, typed, today)
    weeks = weeks_of(faults, typed)
    if faults.found or purpose is None or people is None or day is None or times is None or weeks is None:
        return faults.found
    return Asked(purpose=purpose, people=people, day=day, times=times, weeks=weeks)


def refusals(reasons: Iterable[Reason]) -> tuple[FieldError, ...]:
    """Give every reason against a booking as a fault of its field, with what to do instead."""
    return tuple(_refusal(each) for each in reasons)


def _refusal(reason: Reason) -> FieldError:
    field = _FIELD_OF.get(reason.code, "starts")
    instead = " Choose another time, or another room." if field == "starts" else ""
    return FieldError(field=field, code=reason.code, text=f"{reason.text}{instead}")
