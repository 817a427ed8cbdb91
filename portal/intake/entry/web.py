"""The addresses of the guided entry: take somebody in, and mend what came back."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.intake.entry import service
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.likeness.forms import like_choice
from portal.intake.entry.likeness.pages import LikePage, like_page
from portal.intake.entry.pages import EntryPage, blank, entry_page, mend_page
from portal.intake.entry.service import Chosen
from portal.intake.entry.shown.forms import shown
from portal.people.forms import read_version
from portal.people.service import Desk

_WRITE = {"permission": Permission.CASE_WRITE}


@get("/intake/new", opt=_WRITE, sync_to_thread=True)
def show_entry(desk: NamedDependency[Desk]) -> EntryPage:
    """Show the one screen of an intake."""
    return entry_page(blank(desk.today))


@post("/intake/new", opt=_WRITE, sync_to_thread=True)
def enter(desk: NamedDependency[Desk], data: URLEncodedBody[EntryForm]) -> EntryPage | LikePage | Redirect:
    """Take somebody in, ask whether they are known, or show the screen again with all that was typed."""
    registration, errors = data.parse(desk.today)
    if registration is None:
        return entry_page(data, errors)
    found = service.likeness(desk, registration)
    match like_choice(data, found):
        case None:
            return like_page(data, found, desk.today)
        case Chosen() as chosen:
            case = service.enter(desk, registration, chosen, found)
            left = "left" if chosen.leave else "known"
            path = f"/intake?done={left}" if case is None else f"/cases/{case.reference}?done=taken-in"
            return Redirect(path, status_code=303)
        case faults:
            return like_page(data, found, desk.today, faults)


@get("/intake/{reference:str}/mend", opt=_WRITE, sync_to_thread=True)
def show_mending(desk: NamedDependency[Desk], reference: FromPath[str]) -> EntryPage:
    """Show what came back, with what to look at."""
    opened = service.open_mending(desk, parse_reference(reference))
    return mend_page(opened.case.reference, opened.returned.gaps, shown(opened))


@post("/intake/{reference:str}/mend", opt=_WRITE, sync_to_thread=True)
def mend(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[EntryForm]
) -> EntryPage | Redirect:
    """Store what was mended, or show the screen again with all that was typed."""
    opened = service.open_mending(desk, parse_reference(reference))
    registration, errors = data.parse(desk.today)
    if registration is None:
        return mend_page(opened.case.reference, opened.returned.gaps, data, errors)
    service.mend(desk, opened, read_version(data.version), registration)
    return Redirect("/intake?done=mended", status_code=303)


HANDLERS = (show_entry, enter, show_mending, mend)
"""Every address of this slice."""
