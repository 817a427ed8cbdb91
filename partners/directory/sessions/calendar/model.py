"""A calendar file: lines as RFC 5545 wants them, escaped, folded and ended.

Written by hand because one event needs forty lines of it and no time zones: instants are in UTC.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from lvws_core.times import utc
from partners.directory.sessions.model import Meeting

_MOST_OCTETS: Final = 75
_LINE_END: Final = "\r\n"


def escape(text: str) -> str:
    r"""Give a text as the value of a property.

    >>> escape("Here, there; \\everywhere\nand home")
    'Here\\, there\\; \\\\everywhere\\nand home'

    Source: RFC 5545, 3.3.11.
    """
    pieces = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\\n".join(each.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for each in pieces)


def folded(line: str) -> str:
    """Give a line in parts of at most 75 octets, no letter cut in two; each part but the first begins with a space.

    Source: RFC 5545, 3.1.
    """
    return f"{_LINE_END} ".join(_parts(line))


def _parts(line: str) -> Iterator[str]:
    part, octets, room = "", 0, _MOST_OCTETS
    for letter in line:
        size = len(letter.encode())
        if octets + size > room:
            yield part
            part, octets, room = "", 0, _MOST_OCTETS - 1  # the space counts
        part, octets = part + letter, octets + size
    yield part


def written(lines: Iterable[str]) -> bytes:
    """Give lines as the content of a file."""
    return "".join(folded(line) + _LINE_END for line in lines).encode()


def moment(at: datetime) -> str:
    """Give an instant (aware) in UTC.

    Source: RFC 5545, 3.3.5, form 2.
    """
    return f"{utc(at):%Y%m%dT%H%M%SZ}"


def event_lines(meeting: Meeting, *, summary: str, description: str, now: datetime) -> tuple[str, ...]:
    """Give the lines of a calendar that holds one session; `now` is when the file is made.

    It has neither place nor link, title nor organisation: calendars stand on phones and are shared,
    and what a partner does can tell on whoever goes there.

    Source: RFC 5545, 3.6.1; assurance, what never leaves in a calendar.
    """
    called_off = meeting.called_off_at is not None
    return (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//LVWS Portal//Sessions//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{meeting.id}",
        f"SEQUENCE:{meeting.version - 1}",
        f"DTSTAMP:{moment(now)}",
        f"DTSTART:{moment(meeting.starts_at)}",
        f"DTEND:{moment(meeting.ends_at)}",
        f"SUMMARY:{escape(summary)}",
        f"DESCRIPTION:{escape(description)}",
        "CLASS:PRIVATE",
        f"STATUS:{'CANCELLED' if called_off else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
