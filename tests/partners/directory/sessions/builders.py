"""Builders of sessions and bookings."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lvws_core.ids import Reference, UserId
from partners.directory.sessions.model import Booking, Meeting, SessionKind
from tests.builders import GALOP, NOW, SHELTER

IN_TWO_DAYS = NOW + timedelta(days=2)


def a_meeting(number: int = 1, **changes: Any) -> Meeting:
    values: dict[str, Any] = {
        "id": UUID(int=0x9000 + number),
        "reference": Reference(f"222{number}-22" if number < 10 else f"22{number}-22"),
        "organisation_id": SHELTER,
        "kind": SessionKind.SURGERY,
        "title": "Housing advice surgery",
        "starts_at": IN_TWO_DAYS,
        "ends_at": IN_TWO_DAYS + timedelta(hours=1),
        "place": "Stratford Library",
        "link": "https://meet.example.org/housing",
        "places": 2,
    }
    return Meeting(**{**values, **changes})


def somebody(number: int) -> UserId:
    return UserId(UUID(int=0x8000 + number))


def bookings(*numbers: int) -> tuple[Booking, ...]:
    return tuple(Booking(user_id=somebody(n), organisation_id=GALOP, number=n) for n in numbers)
