"""The addresses of who somebody is: add a person, change their details."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Conflict
from lvws_core.forms import FieldError
from lvws_core.ids import parse_reference
from portal.people import service
from portal.people.alike import service as alike
from portal.people.alike.forms import NEW, decision_of
from portal.people.alike.pages import KnownPage, known_page
from portal.people.corrections.model import Grounds
from portal.people.forms import IdentityForm, identity_form, read_version
from portal.people.identity import pages
from portal.people.safe_contact.service import panel_of, read_panel
from portal.people.service import Desk

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/new", opt=_WRITE, sync_to_thread=False)
def show_new() -> pages.IdentityPage:
    """Show the form of a new person."""
    return pages.new_person_page(IdentityForm())


@post("/people/new", opt=_WRITE, sync_to_thread=True)
def add(desk: NamedDependency[Desk], data: URLEncodedBody[IdentityForm]) -> pages.IdentityPage | KnownPage | Redirect:
    """Add a person, ask whether it is one who is known, or show the form again, after a search with what was sought."""
    if data.prefill:
        return pages.new_person_page(data)
    identity, errors = data.parse(desk.today)
    if identity is None:
        return pages.new_person_page(data, errors)
    found = alike.possibly_known(desk, identity)
    match decision_of(data.known, data.against, found):
        case None:
            return known_page(data, found, desk.today)
        case FieldError() as error:
            return known_page(data, found, desk.today, (error,))
        case decision if decision == NEW:
            person = alike.add_as_new(desk, identity, found)
            return Redirect(f"/people/{person.reference}?done=added", status_code=303)
        case reference:
            return Redirect(f"/people/{reference}?done=known", status_code=303)


@get("/people/{reference:str}/identity", opt=_WRITE, sync_to_thread=True)
def show_identity(desk: NamedDependency[Desk], reference: FromPath[str]) -> pages.IdentityPage:
    """Show the form of a known person's details."""
    person = service.read_identity(desk, parse_reference(reference))
    typed, safe = identity_form(person.identity, person.version), panel_of(desk, person.reference)
    return pages.identity_page(person.reference, typed, safe)


@post("/people/{reference:str}/identity", opt=_WRITE, sync_to_thread=True)
def change_identity(
    desk: NamedDependency[Desk],
    reference: FromPath[str],
    data: URLEncodedBody[IdentityForm],
) -> pages.IdentityPage | pages.IdentityConflictPage | Redirect:
    """Change a person's details, show the form again, or show both texts when somebody was quicker."""
    whom, version = parse_reference(reference), read_version(data.version)
    (identity, errors), grounds = data.parse(desk.today), data.grounds()
    if identity is None or not isinstance(grounds, Grounds):
        also = () if isinstance(grounds, Grounds) else grounds
        return pages.identity_page(whom, data, read_panel(desk, whom), (*errors, *also))
    try:
        service.change_identity(desk, whom, identity, expected_version=version, grounds=grounds)
    except Conflict:
        return pages.conflict_page(service.read_identity(desk, whom), identity, data)
    return Redirect(f"/people/{whom}?done=identity", status_code=303)


HANDLERS = (show_new, add, show_identity, change_identity)
"""Every address of this slice."""
