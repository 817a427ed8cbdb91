"""What does not work at a site: how old it is, and when it goes up by itself."""

from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.errors import Conflict, Invalid
from lvws_core.ids import UserId
from lvws_core.reasons import because
from lvws_core.times import WorkingCalendar, london_day
from lvws_core.vocabulary.labelled import Labelled


class IssueKind(Labelled):
    """What may not work. Source: domain 6.4."""

    ROOM = "room", "Room"
    DESK = "desk", "Desk"
    WIFI = "wifi", "Wi-Fi"
    ACCESS = "access", "Access"
    IT = "it", "IT"


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not work; instants are aware. `seen_to_by` is who sees to it, a post or a name at work.

    Raises:
        Invalid: It was closed before it was opened.
    """

    id: UUID
    site_id: UUID
    kind: IssueKind
    opened_at: datetime
    opened_by: UserId
    words: str = ""
    seen_to_by: str = ""
    escalated_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: UserId | None = None
    answer: str = ""
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse an issue that was closed before it was opened."""
        if self.closed_at is not None and self.closed_at < self.opened_at:
            raise Invalid("closed_at", "before_opening")

    def age_days(self, now: datetime, calendar: WorkingCalendar) -> int:
        """Count the working days in London since it was reported, up to when it was closed."""
        return calendar.working_days_between(london_day(self.opened_at), london_day(self.closed_at or now))

    def goes_up_at(self, calendar: WorkingCalendar, working_days: int) -> datetime:
        """Give the moment, in UTC, at which it goes up to the lead's manager if it is still open."""
        return calendar.due(self.opened_at, working_days=working_days)


def close(issue: Issue, answer: str, by: UserId, now: datetime) -> Issue:
    """Give the issue as closed.

    Raises:
        Conflict: It is closed already.
    """
    if issue.closed_at is not None:
        raise Conflict(because("issue_closed", "COLO-04", "It was closed already."))
    return msgspec.structs.replace(issue, answer=answer, closed_at=now, closed_by=by)
