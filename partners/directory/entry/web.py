"""The addresses by which a partner changes its own entry."""

from datetime import date
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.forms import Many
from partners.directory import store as directory
from partners.directory.entry import service
from partners.directory.entry.forms import (
    CapacityForm,
    ClosedForm,
    OpenedForm,
    PauseForm,
    RightForm,
    UndoForm,
    fields_of,
    hours_fields,
    parse_capacity,
    parse_closed,
    parse_hours,
    parse_pause,
    parse_remit,
    remit_fields,
)
from partners.directory.entry.pages import (
    CapacityPage,
    HoursPage,
    PausePage,
    RemitPage,
    capacity_page,
    hours_page,
    pause_page,
    remit_page,
)
from partners.directory.model import ListedService
from partners.directory.pages import terms_of
from partners.directory.service import Desk, own_service

_SAY: Final = {"permission": Permission.CAPACITY_WRITE}
_WRITE: Final = {"permission": Permission.DIRECTORY_WRITE}
_BACK: Final = {"inbox": "/inbox", "own": "/our-services"}


def _to(listed: ListedService, done: str) -> Redirect:
    return Redirect(f"/directory/{listed.key}?done={done}", status_code=303)


@post("/directory/{service_key:str}/still-right", opt=_SAY, sync_to_thread=True)
def say_again(desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[RightForm]) -> Redirect:
    """Say the same capacity again, now."""
    listed = own_service(desk, service_key)
    service.say_again(desk, listed, data.said_at)
    back = _BACK.get(data.back)
    return Redirect(back, status_code=303) if back else _to(listed, "right")


@get("/directory/{service_key:str}/capacity", opt=_SAY, sync_to_thread=True)
def show_capacity(desk: NamedDependency[Desk], service_key: FromPath[str]) -> CapacityPage:
    """Ask what room there is."""
    return capacity_page(own_service(desk, service_key))


@post("/directory/{service_key:str}/capacity", opt=_SAY, sync_to_thread=True)
def change_capacity(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[CapacityForm]
) -> CapacityPage | Redirect:
    """Say what room there is, or what is wrong with it."""
    listed, said = own_service(desk, service_key), parse_capacity(data)
    if isinstance(said, tuple):
        return capacity_page(listed, data, said)
    service.say(desk, listed, said)
    return _to(listed, "capacity")


@get("/directory/{service_key:str}/pause", opt=_WRITE, sync_to_thread=True)
def show_pause(desk: NamedDependency[Desk], service_key: FromPath[str]) -> PausePage:
    """Ask why and until when."""
    return pause_page(own_service(desk, service_key))


@post("/directory/{service_key:str}/pause", opt=_WRITE, sync_to_thread=True)
def pause(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[PauseForm]
) -> PausePage | Redirect:
    """Pause the service, or say what is wrong."""
    listed, paused = own_service(desk, service_key), parse_pause(data, desk.today)
    if isinstance(paused, tuple):
        return pause_page(listed, data, paused)
    service.pause(desk, listed, paused)
    return _to(listed, "pause")


@post("/directory/{service_key:str}/resume", opt=_WRITE, sync_to_thread=True)
def resume(desk: NamedDependency[Desk], service_key: FromPath[str]) -> Redirect:
    """End the pause."""
    listed = own_service(desk, service_key)
    service.resume(desk, listed)
    return _to(listed, "resume")


@get("/directory/{service_key:str}/remit", opt=_WRITE, sync_to_thread=True)
def show_remit(desk: NamedDependency[Desk], service_key: FromPath[str]) -> RemitPage:
    """Show what is taken now, to say what is taken from a day on."""
    listed = own_service(desk, service_key)
    return remit_page(listed, remit_fields(terms_of(listed)))


@post("/directory/{service_key:str}/remit", opt=_WRITE, sync_to_thread=True)
def change_remit(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> RemitPage | Redirect:
    """Record the new remit, or say what is wrong."""
    listed, typed = own_service(desk, service_key), fields_of(data)
    history = directory.history(desk.session, listed.service.id)
    new = parse_remit(typed, terms_of(listed), history, desk.today)
    if isinstance(new, tuple):
        return remit_page(listed, typed, new)
    service.change_remit(desk, listed, new)
    return _to(listed, "remit")


@post("/directory/{service_key:str}/remit/undo", opt=_WRITE, sync_to_thread=True)
def undo_remit(desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[UndoForm]) -> Redirect:
    """Drop a remit that has not begun."""
    listed = own_service(desk, service_key)
    try:
        remit_id = UUID(data.remit)
    except ValueError as error:
        raise Invalid("remit", "not_an_id") from error
    service.undo_remit(desk, listed, remit_id)
    return _to(listed, "undone")


@get("/directory/{service_key:str}/hours", opt=_WRITE, sync_to_thread=True)
def show_hours(desk: NamedDependency[Desk], service_key: FromPath[str]) -> HoursPage:
    """Show the opening hours and the closed days."""
    listed = own_service(desk, service_key)
    opening = listed.opening
    return hours_page(listed, hours_fields(opening.windows, open_on_holidays=opening.open_on_holidays))


@post("/directory/{service_key:str}/hours", opt=_WRITE, sync_to_thread=True)
def change_hours(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> HoursPage | Redirect:
    """Store the opening hours, or say what is wrong."""
    listed, typed = own_service(desk, service_key), fields_of(data)
    hours = parse_hours(typed)
    if isinstance(hours, tuple):
        return hours_page(listed, typed, errors=hours)
    service.change_hours(desk, listed, hours)
    return _to(listed, "hours")


@post("/directory/{service_key:str}/closed-days", opt=_WRITE, sync_to_thread=True)
def close_on(
    desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[ClosedForm]
) -> HoursPage | Redirect:
    """Stay shut on a day, or say what is wrong."""
    listed, day = own_service(desk, service_key), parse_closed(data, desk.today)
    if isinstance(day, tuple):
        opening = listed.opening
        typed = hours_fields(opening.windows, open_on_holidays=opening.open_on_holidays)
        return hours_page(listed, typed, closed=data, errors=day)
    service.close_on(desk, listed, day)
    return _to(listed, "closed")


@post("/directory/{service_key:str}/open-days", opt=_WRITE, sync_to_thread=True)
def open_on(desk: NamedDependency[Desk], service_key: FromPath[str], data: URLEncodedBody[OpenedForm]) -> Redirect:
    """Be open on a day after all."""
    listed = own_service(desk, service_key)
    try:
        day = date.fromisoformat(data.on)
    except ValueError as error:
        raise Invalid("on", "not_a_date") from error
    service.open_on(desk, listed, day)
    return _to(listed, "closed")


HANDLERS = (
    *(say_again, show_capacity, change_capacity),
    *(show_pause, pause, resume),
    *(show_remit, change_remit, undo_remit, show_hours, change_hours, close_on, open_on),
)
"""Every address of this slice."""
