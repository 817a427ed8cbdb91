"""The addresses that add shifts, change one, and call it off."""

from datetime import date
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.placements.service import workers
from colocations.rota.pages import SHIFTS, week_href
from colocations.rota.series.model import as_shown, free
from colocations.rota.service import Desk, roster
from colocations.rota.shifts import service
from colocations.rota.shifts.forms import Asked, parse_shift, refusals, shown
from colocations.rota.shifts.pages import ShiftFormPage, ShiftSeriesPage, shift_form_page, shift_series_page
from colocations.sites.forms import Typed, parts_of
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ports import Names

_WRITE: Final = {"permission": Permission.SITE_WRITE}
_ONE: Final = f"{SHIFTS}/{{shift:uuid}}"
Form = URLEncodedBody[dict[str, Many]]


@get(f"{SHIFTS}/new", opt=_WRITE, sync_to_thread=True)
def ask_for_shift(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    *,
    site: FromQuery[str] = "",
    day: FromQuery[str] = "",
    starts: FromQuery[str] = "",
    ends: FromQuery[str] = "",
) -> ShiftFormPage:
    """Show the form of a new shift, filled with the gap from which it is asked for."""
    values: dict[str, Many] = {"site": site, "starts": starts, "ends": ends, **parts_of("on", _day(day))}
    found = roster(desk, desk.today, desk.today)
    return shift_form_page(Typed(values=values), found.sites, workers(desk, names))


@post(f"{SHIFTS}/new", opt=_WRITE, sync_to_thread=True)
def add_shift(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: Form
) -> ShiftFormPage | ShiftSeriesPage | Redirect:
    """Add a shift, or show the form again; a series is shown first, with every conflict."""
    typed, people = Typed(values=data), workers(desk, names)
    sites = roster(desk, desk.today, desk.today).sites
    read = parse_shift(typed, sites, people, desk.today)
    if not isinstance(read, Asked):
        return shift_form_page(typed, sites, people, read)
    slots = service.against_each(desk, read)
    if read.weeks == 1:
        if slots[0].reasons:
            return shift_form_page(typed, sites, people, refusals(slots[0].reasons))
        service.add(desk, read, free(slots))
        return Redirect(f"{week_href(read.day, read.site.reference)}&done=added", status_code=303)
    confirmed = typed.value("confirm")
    periods = free(slots, holidays=confirmed != "working")
    if not confirmed or not periods or typed.value("shown") != as_shown(slots):
        return shift_series_page(slots, typed, people[read.worker_id], read.site, again=bool(confirmed))
    service.add(desk, read, periods)
    return Redirect(f"{week_href(read.day, read.site.reference)}&done=series", status_code=303)


@get(_ONE, opt=_WRITE, sync_to_thread=True)
def ask_for_change(desk: NamedDependency[Desk], names: NamedDependency[Names], shift: FromPath[UUID]) -> ShiftFormPage:
    """Show the form of a shift as it is."""
    found, day = service.open_shift(desk, shift)
    typed = shown(found, day.facts.sites[found.site_id])
    return shift_form_page(typed, day.sites, workers(desk, names), shift=found)


@post(_ONE, opt=_WRITE, sync_to_thread=True)
def change_shift(
    desk: NamedDependency[Desk], names: NamedDependency[Names], shift: FromPath[UUID], data: Form
) -> ShiftFormPage | Redirect:
    """Change a shift, or show the form again with everything that is against it."""
    found, day = service.open_shift(desk, shift)
    typed, people = Typed(values=data), workers(desk, names)
    read = parse_shift(typed, day.sites, people, desk.today)
    if not isinstance(read, Asked):
        return shift_form_page(typed, day.sites, people, read, found)
    if reasons := service.change(desk, found, read, typed.version):
        return shift_form_page(typed, day.sites, people, refusals(reasons), found)
    return Redirect(f"{week_href(read.day, read.site.reference)}&done=changed", status_code=303)


@post(_ONE + "/call-off", opt=_WRITE, sync_to_thread=True)
def call_off(desk: NamedDependency[Desk], shift: FromPath[UUID], data: Form) -> Redirect:
    """Call a shift off."""
    found, _ = service.open_shift(desk, shift)
    service.call_off(desk, found, Typed(values=data).version)
    return Redirect(f"{week_href(found.day)}&done=called_off", status_code=303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


HANDLERS = (ask_for_shift, add_shift, ask_for_change, change_shift, call_off)
"""Every address of this slice."""
