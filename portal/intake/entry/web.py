"""The addresses of the guided entry: take somebody in, and mend what came back."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, may
from lvws_core.forms import FieldError
from lvws_core.ids import parse_reference
from portal.intake.entry import service
from portal.intake.entry.forms import EntryForm
from portal.intake.entry.likeness.forms import like_choice
from portal.intake.entry.likeness.pages import LikePage, like_page
from portal.intake.entry.pages import EntryPage, blank, entry_page, mend_page
from portal.intake.entry.service import Chosen
from portal.intake.entry.shown.forms import shown
from portal.intake.from_contact import service as from_contact
from portal.intake.from_contact.pages import origin_words
from portal.intake.from_contact.service import Origin
from portal.intake.model import Case
from portal.people import store as people_store
from portal.people.forms import read_version
from portal.people.service import Desk

_ENTER = {"permission": Permission.CASE_ENTER}
_WRITE = {"permission": Permission.CASE_WRITE}


@get("/intake/new", opt=_ENTER, sync_to_thread=True)
def show_entry(desk: NamedDependency[Desk], contact: FromQuery[str] = "") -> EntryPage:
    """Show the one screen of an intake, with what the contact says from which somebody came."""
    origin = from_contact.origin_of(desk, contact)
    form = blank(desk.today)
    return _page(desk, from_contact.entry_of(origin, form) if origin is not None else form, origin)


@post("/intake/new", opt=_ENTER, sync_to_thread=True)
def enter(desk: NamedDependency[Desk], data: URLEncodedBody[EntryForm]) -> EntryPage | LikePage | Redirect:
    """Take somebody in, ask whether they are known, or show the screen again with all that was typed."""
    origin = from_contact.origin_of(desk, data.contact)
    registration, errors = data.parse(desk.today)
    if registration is None:
        return _page(desk, data, origin, errors)
    found = service.likeness(desk, registration)
    match like_choice(data, found):
        case None:
            return like_page(data, found, desk.today)
        case Chosen() as chosen:
            case = service.enter(desk, registration, chosen, found)
            whose = case or (chosen.case if not chosen.leave else None)
            if origin is not None and whose is not None:
                return _referred_on(desk, origin, whose)
            left = "left" if chosen.leave else "known"
            path = f"{_home(desk)[0]}?done={left}" if case is None else f"/cases/{case.reference}?done=taken-in"
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


def _page(desk: Desk, form: EntryForm, origin: Origin | None, errors: tuple[FieldError, ...] = ()) -> EntryPage:
    return entry_page(form, errors, origin=origin_words(origin, desk.now), home=_home(desk))


def _home(desk: Desk) -> tuple[str, str]:
    """Give where somebody who takes in goes back to: who works at a site has no list of what they took in."""
    return ("/intake", "Intake") if may(desk.actor, Permission.CASE_WRITE).allowed else ("/my-site", "My site")


def _referred_on(desk: Desk, origin: Origin, case: Case) -> Redirect:
    """Link the contact to who was taken in, and go on to refer where they agreed to it."""
    if case.person_id is None:
        return Redirect(f"/cases/{case.reference}?done=taken-in", status_code=303)
    person = people_store.reference_of(desk.session, case.person_id)
    from_contact.link(desk, origin, case.person_id, person)
    on = f"/refer/{person}?contact={origin.contact.reference}"
    path = on if origin.refers else f"/cases/{case.reference}?done=taken-in"
    return Redirect(path, status_code=303)


HANDLERS = (show_entry, enter, show_mending, mend)
"""Every address of this slice."""
