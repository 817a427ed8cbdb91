"""The addresses on which a worker chooses whom a contact was about; what was typed before is kept."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody

from colocations.contacts import service as contacts
from colocations.contacts.entry.service import keep
from colocations.sites.forms import Typed
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from portal.intake.choosing.forms import ChooseForm
from portal.intake.choosing.pages import ChoosePage, own_page, search_page
from portal.intake.choosing.service import own_people
from portal.people.service import Desk, find_people

_OWN: Final = {"permission": Permission.SITE_OWN}


@get("/contacts/choose", opt=_OWN, sync_to_thread=True)
def show(desk: NamedDependency[Desk], contact: FromQuery[str] = "") -> ChoosePage:
    """Show the actor's own people, for the form, or for a contact that is logged; each name is a read."""
    return own_page(own_people(desk), _logged(desk, contact), desk.now, ChooseForm(contact=contact))


@post("/contacts/choose", opt=_OWN, sync_to_thread=True, status_code=200)
def leave_form(desk: NamedDependency[Desk], data: URLEncodedBody[dict[str, Many]]) -> ChoosePage:
    """Keep what is typed in the form, and show the actor's own people.

    It answers with the page itself: the form was not sent, so its key stays good for whoever goes back to it.
    """
    keep(desk, Typed(values=data))
    return own_page(own_people(desk), "", desk.now, ChooseForm())


@post("/contacts/choose/find", opt=_OWN, sync_to_thread=True, status_code=200)
def find(desk: NamedDependency[Desk], data: URLEncodedBody[ChooseForm]) -> ChoosePage:
    """Show who matches exactly, as `/people/find` does; with mistakes the form again, and no name beside it."""
    contact = _logged(desk, data.contact)
    sought, errors = data.parse(desk.today)
    if sought is None:
        return own_page((), contact, desk.now, data, errors)
    return search_page(find_people(desk, sought), contact, desk.now, data)


def _logged(desk: Desk, contact: str) -> str:
    """Give the reference of a contact of the actor's own, "" where none is logged yet."""
    return contacts.own(desk, parse_reference(contact)).reference if contact else ""


HANDLERS = (show, leave_form, find)
"""Every address of this slice."""
