"""The form of a booking: when, what for, how many people, for how many weeks."""

from datetime import date, time
from typing import Final

import msgspec

from colocations.rota.bookings.model import Purpose
from colocations.rota.rooms.model import MOST_PEOPLE
from colocations.rota.shifts.forms import weeks_of, when_of
from colocations.sites.forms import Typed
from lvws_core.forms import Faults, FieldError

FIELDS: Final = ("purpose", "people", "on_day", "on_month", "on_year", "starts", "ends", "weeks")
"""What comes back from the list of a series."""


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
