"""The words of a calendar file, which tell nothing but when, and where to look."""

from datetime import datetime

from lvws_core.calendar_file import written
from lvws_core.files import Download
from partners.directory.sessions.calendar.model import event_lines
from partners.directory.sessions.model import Meeting

_SEE = "Sign in to the portal to see where it is and who holds it, and whether anything has changed."


def calendar_file(meeting: Meeting, now: datetime) -> Download:
    """Give a session as a file for a calendar, called by its reference."""
    summary = f"{meeting.kind.label} {meeting.reference}"
    content = written(event_lines(meeting, summary=summary, description=_SEE, now=now))
    return Download(file_name=f"{meeting.reference}.ics", content=content)
