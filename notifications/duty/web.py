"""The addresses of duty."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import OrganisationId
from lvws_core.ports import Names
from notifications.deliveries.alarm.model import watches_partners
from notifications.deliveries.alarm.service import alarm
from notifications.duty import service
from notifications.duty.forms import DutyForm, GatheringForm, parse_duty, parse_gathering
from notifications.duty.pages import DutyPage, duty_page
from notifications.duty.service import Cover, Desk

_MANAGE: Final = {"permission": Permission.NOTICE_MANAGE}
_PATH: Final = "/team/duty"


@get(_PATH, opt={**_MANAGE, "reading": True}, sync_to_thread=True)
def show_duty(desk: NamedDependency[Desk], names: NamedDependency[Names], done: FromQuery[str] = "") -> DutyPage:
    """Show who is on duty for the actor's team, and to the lead's manager where partners have nobody."""
    return duty_page(_cover(desk, names), names, desk.now, alarm(desk), done=done)


@post(_PATH, opt=_MANAGE, sync_to_thread=True)
def put_on_duty(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[DutyForm]
) -> DutyPage | Redirect:
    """Put a colleague on duty, or say what is wrong."""
    asked = parse_duty(data)
    errors = asked if isinstance(asked, tuple) else service.put_on(desk, asked)
    if not errors:
        return Redirect(f"{_PATH}?done=added", status_code=303)
    return duty_page(_cover(desk, names), names, desk.now, alarm(desk), data, errors=errors)


@post(_PATH + "/{duty:uuid}/remove", opt=_MANAGE, sync_to_thread=True)
def take_off_duty(desk: NamedDependency[Desk], duty: FromPath[UUID]) -> Redirect:
    """Take somebody off duty."""
    service.take_off(desk, duty)
    return Redirect(f"{_PATH}?done=removed", status_code=303)


@post(_PATH + "/gathered", opt=_MANAGE, sync_to_thread=True)
def choose_window(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[GatheringForm]
) -> DutyPage | Redirect:
    """Choose when the team gets what is gathered, or say what is wrong."""
    window = parse_gathering(data)
    if isinstance(window, tuple):
        return duty_page(_cover(desk, names), names, desk.now, alarm(desk), errors=window)
    service.gather(desk, window)
    return Redirect(f"{_PATH}?done=window", status_code=303)


def _cover(desk: Desk, names: Names) -> Cover:
    partners = names.partners() if watches_partners(desk.actor) else {}
    return service.cover(desk, frozenset(OrganisationId(each) for each in partners))


HANDLERS = (show_duty, put_on_duty, take_off_duty, choose_window)
"""Every address of this slice."""
