"""The address of a day."""

from typing import Final

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.ports import Names
from notifications.deliveries.alarm.service import alarm
from portal.caseload.duty.pages import DayPage, day_page
from portal.caseload.duty.service import my_duty
from portal.caseload.tasks.model import Group
from portal.people.service import Desk

_WORK: Final = {"permission": Permission.CASE_WORK}


@get("/my-day", opt=_WORK, sync_to_thread=True)
def show_day(desk: NamedDependency[Desk], names: NamedDependency[Names], show: FromQuery[str] = "") -> DayPage:
    """Show what there is to do today; the reads of plans are events."""
    chosen = _group(show)
    return day_page(my_duty(desk), names, desk.now, group=chosen, alarm=alarm(desk).text)


def _group(key: str) -> Group | None:
    try:
        return Group(key) if key else None
    except ValueError as error:
        raise Invalid("show", "unknown_view") from error


HANDLERS = (show_day,)
"""Every address of this slice."""
