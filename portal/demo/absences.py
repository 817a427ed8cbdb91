"""An invented absence, so that cover has something to show."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from lvws_core.actors import Actor, Role
from lvws_core.desk import Desk
from portal.caseload.absence import service
from portal.caseload.absence.model import Asked

DeskOf = Callable[[Actor, datetime], Desk[Session]]


def be_away(desk_of: DeskOf, staff: Iterable[Actor], now: datetime) -> None:
    """Let the second caseworker be away in a week's time, covered by the first."""
    workers = [actor for actor in staff if actor.has(Role.LEAD_CASEWORKER)]
    covering, away = workers[0], workers[1]
    desk = desk_of(away, now - timedelta(hours=2))
    first = desk.today + timedelta(days=7)
    asked = Asked(starts_on=first, ends_on=first + timedelta(days=4), cover_id=covering.id)
    service.record(desk, service.absences_of(desk, away.id), asked)
