"""The addresses of people who look like one who is known."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from portal.people.alike import service
from portal.people.alike.forms import ApartForm
from portal.people.alike.pages import AlikePage, alike_page
from portal.people.service import Desk

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/alike", opt=_WRITE, sync_to_thread=True)
def show_alike(desk: NamedDependency[Desk], reference: FromPath[str]) -> AlikePage:
    """Show who may be the same person."""
    person, found = service.alike_to(desk, parse_reference(reference))
    return alike_page(person, found, desk.today)


@post("/people/{reference:str}/alike", opt=_WRITE, sync_to_thread=True)
def tell_apart(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[ApartForm]) -> Redirect:
    """Record that somebody is not the same person."""
    whom = parse_reference(reference)
    service.tell_apart(desk, whom, parse_reference(data.other))
    return Redirect(f"/people/{whom}/alike", status_code=303)


HANDLERS = (show_alike, tell_apart)
"""Every address of this slice."""
