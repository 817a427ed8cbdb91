"""The lines of a calendar file that holds one session."""

from datetime import datetime

from lvws_core.calendar_file import escape, moment
from partners.directory.sessions.model import Meeting


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
