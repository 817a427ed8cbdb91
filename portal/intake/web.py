"""The addresses of intake: `/cases`, one case, and who it is about."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import Names
from portal.intake import service
from portal.intake.allocation import web as allocation
from portal.intake.choosing import web as choosing
from portal.intake.entry import web as entry
from portal.intake.forms import Chosen, PersonForm, parse_person
from portal.intake.importing import web as importing
from portal.intake.life import web as life
from portal.intake.listing import service as listing
from portal.intake.listing.model import View
from portal.intake.listing.pages import CasesPage, cases_page, incoming_page
from portal.intake.own import web as own
from portal.intake.pages import CasePage, case_page
from portal.intake.returns import web as returns
from portal.intake.told.service import settle
from portal.intake.trial import web as trial
from portal.people.forms import read_version
from portal.people.service import Desk

_READ = {"permission": Permission.CASE_READ}


@get("/cases", opt={**_READ, "reading": True}, sync_to_thread=True)
def show_cases(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    show: FromQuery[str] = View.INCOMING.value,
    after: FromQuery[str | None] = None,
    done: FromQuery[str] = "",
) -> CasesPage:
    """Show what came in and waits for an answer, or the cases."""
    view, views = _view(show), listing.views_of(desk)
    if view is View.INCOMING:
        return incoming_page(
            listing.list_incoming(desk, after), views, desk.actor, after=after, done=done, now=desk.now
        )
    rows, standings = listing.list_cases(desk, view, after)
    return cases_page(view, views, rows, standings, names, actor=desk.actor, after=after, done=done, now=desk.now)


def _view(key: str) -> View:
    try:
        return View(key)
    except ValueError as error:
        raise Invalid("show", "unknown_view") from error


@get("/cases/{reference:str}", opt=_READ, sync_to_thread=True)
def show_case(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], done: FromQuery[str] = ""
) -> CasePage:
    """Show a case; the read is an event."""
    return _page(desk, names, parse_reference(reference), done=done)


@post("/cases/{reference:str}/person", opt={"permission": Permission.CASE_WRITE}, sync_to_thread=True)
def say_who(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[PersonForm],
) -> CasePage | Redirect:
    """Say who a case is about."""
    mark = parse_reference(reference)
    match parse_person(data):
        case Chosen(person=person):
            settle(desk, mark, read_version(data.version), person)
            return Redirect(f"/cases/{mark}?done=matched", status_code=303)
        case errors:
            return _page(desk, names, mark, typed=data, errors=errors)


def _page(desk: Desk, names: Names, reference: Reference, **more: Any) -> CasePage:
    opened = service.open_case(desk, reference)
    return case_page(opened, names, desk.actor, now=desk.now, calendar=desk.calendar, policy=desk.policy, **more)


HANDLERS = (
    show_cases,
    show_case,
    say_who,
    *own.HANDLERS,
    *importing.HANDLERS,
    *entry.HANDLERS,
    *choosing.HANDLERS,
    *returns.HANDLERS,
    *allocation.HANDLERS,
    *life.HANDLERS,
    *trial.HANDLERS,
)
"""Every address of this slice."""
