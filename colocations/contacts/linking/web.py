"""The addresses of one's own contacts: read one, link it, refer from it, say that the call back was made."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.contacts import service
from colocations.contacts.linking.pages import ContactPage, contact_page
from colocations.contacts.model import Contact
from colocations.contacts.service import Desk
from colocations.sites import store as sites
from colocations.sites.forms import Typed
from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import Faults, FieldError, Many
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import FindPerson

_OWN: Final = {"permission": Permission.SITE_OWN}
_ONE: Final = "/contacts/{reference:str}"
Form = URLEncodedBody[dict[str, Many]]


@get(_ONE, opt=_OWN, sync_to_thread=True)
def show(desk: NamedDependency[Desk], reference: FromPath[str], person: FromQuery[str] = "") -> ContactPage:
    """Show a contact of one's own; opening its note is an event. `person` is the reference of who was chosen for it."""
    return _page(desk, _contact(desk, reference), person)


@post(_ONE + "/link", opt=_OWN, sync_to_thread=True)
def link(
    desk: NamedDependency[Desk], find_person: NamedDependency[FindPerson], reference: FromPath[str], data: Form
) -> ContactPage | Redirect:
    """Link a contact to a person by the reference, who has to be one whom the author may open."""
    contact, typed = _contact(desk, reference), Typed(values=data).value("person")
    faults = Faults()
    text = "Enter a reference such as 7QK2-M9"
    person = faults.read("person", typed, parse_reference, text=text)
    if not isinstance(person, str):
        return _page(desk, contact, typed, faults.found)
    try:
        found = find_person(Reference(person))
    except Missing:
        text = "There is no record with this reference that you can open. Check it, or take the person in"
        return _page(desk, contact, typed, (FieldError(field="person", code="unknown_reference", text=text),))
    service.link(desk, contact, found)
    return Redirect("/my-site?done=linked", status_code=303)


@post(_ONE + "/called-back", opt=_OWN, sync_to_thread=True)
def call_back(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Say that the call back was made."""
    service.called_back(desk, _contact(desk, reference))
    return Redirect("/my-site?done=called_back", status_code=303)


@post(_ONE + "/confirm", opt=_OWN, sync_to_thread=True)
def confirm(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Confirm what was written without a network."""
    service.confirm(desk, _contact(desk, reference))
    return Redirect("/my-site?done=confirmed", status_code=303)


def _contact(desk: Desk, reference: str) -> Contact:
    return service.own(desk, parse_reference(reference))


def _page(desk: Desk, contact: Contact, typed: str = "", errors: tuple[FieldError, ...] = ()) -> ContactPage:
    site = sites.named(desk.session, (contact.site_id,)).get(contact.site_id)
    words, hours = service.words_of(desk, contact), desk.policy.apart_undo_hours
    return contact_page(contact, words, site, desk.now, undo_hours=hours, typed=typed, errors=errors)


HANDLERS = (show, link, call_back, confirm)
"""Every address of this slice."""
