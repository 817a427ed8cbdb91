"""A worker's own shifts as a calendar that tells nothing but when: pure lines.

A calendar is copied to telephones, watches and other people's servers, and its address is the only key. So an event
is called "Shift" and is private; there is no site, no ward, no person, no organisation and no link in it.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from colocations.rota.model import Shift
from lvws_core.calendar_file import moment, written

BACK, AHEAD = timedelta(days=7), timedelta(days=90)
"""How many days of the past and of what comes a feed holds."""

SUMMARY: Final = "Shift"
_REFRESH: Final = "PT1H"


def token_hash(token: str) -> bytes:
    """Give the SHA-256 under which the token of a feed is stored; the token itself never is. Source: assurance P3."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def feed(shifts: Iterable[Shift], now: datetime) -> bytes:
    """Give a calendar of shifts; `now` (aware) is when it is made. It asks to be read once an hour and not more often.

    Source: RFC 5545, 3.6.1 and 3.8.1.3; RFC 7986, 5.7; stack 5.
    """
    head = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}",
        f"X-PUBLISHED-TTL:{_REFRESH}",
    )
    events = (line for shift in shifts for line in _lines(shift, now))
    return written((*head, *events, "END:VCALENDAR"))


def _lines(shift: Shift, now: datetime) -> tuple[str, ...]:
    return (
        "BEGIN:VEVENT",
        f"UID:{shift.id}",
        f"SEQUENCE:{shift.version - 1}",
        f"DTSTAMP:{moment(now)}",
        f"DTSTART:{moment(shift.period.starts_at)}",
        f"DTEND:{moment(shift.period.ends_at)}",
        f"SUMMARY:{SUMMARY}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        "END:VEVENT",
    )
