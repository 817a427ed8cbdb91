"""The addresses of the form: `/contacts/new`, and what keeps it while it is half written."""

from typing import Final

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect

from colocations.contacts import service
from colocations.contacts.drafts import store as drafts
from colocations.contacts.entry import service as entry
from colocations.contacts.entry.pages import EntryPage, KeptPage, entry_page, kept_page
from colocations.contacts.forms import parse_contact
from colocations.contacts.model import Contact, Logged
from colocations.contacts.service import Desk
from colocations.contacts.sessions import service as sessions
from colocations.sites.forms import Typed
from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ports import FindPerson

_OWN: Final = {"permission": Permission.SITE_OWN}
Form = URLEncodedBody[dict[str, Many]]


@get("/contacts/new", opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_form(
    desk: NamedDependency[Desk],
    site: FromQuery[str] = "",
    planned: FromQuery[str] = "",
    person: FromQuery[str] = "",
    chosen: FromQuery[str] = "",
) -> EntryPage:
    """Show the form as its author left it, or with what they chose last; for a planned session, or about somebody.

    `chosen` goes into the form that was kept while its author chose. Whether they may open the record of `person`
    or `chosen`, a reference, is asked when it is logged.
    """
    said = sessions.as_typed(desk, planned) if planned else None
    return entry_page(entry.blank(desk, site, said, person, chosen), desk.now)


@post("/contacts/new", opt=_OWN, sync_to_thread=True)
def log(desk: NamedDependency[Desk], find_person: NamedDependency[FindPerson], data: Form) -> EntryPage | Redirect:
    """Log a contact, and go on to refer where that was pressed; or show the form again with all that was typed."""
    typed = Typed(values=data)
    read = parse_contact(typed, desk.now)
    contact_id = entry.entry_id(desk, typed)
    found = service.log(desk, contact_id, read, find_person) if isinstance(read, Logged) else read
    if not isinstance(found, Contact) or not isinstance(read, Logged):
        return entry_page(entry.again(desk, typed), desk.now, () if isinstance(found, Contact) else found)
    drafts.drop(desk.session, desk.actor.id)
    sessions.mark_logged(desk, typed.value("planned"), found)
    refer = typed.value("then") == "refer"
    return Redirect(entry.where_to(found, read.person, refer=refer), status_code=303)


@post("/contacts/draft", opt=_OWN, sync_to_thread=True, status_code=200)
def keep(desk: NamedDependency[Desk], data: Form) -> KeptPage:
    """Keep what is half written, for its author alone; it is no contact yet."""
    entry.keep(desk, Typed(values=data))
    return kept_page(desk.now)


@post("/contacts/draft/drop", opt=_OWN, sync_to_thread=True)
def throw_away(desk: NamedDependency[Desk]) -> Redirect:
    """Delete what is half written, and begin anew."""
    drafts.drop(desk.session, desk.actor.id)
    return Redirect("/contacts/new", status_code=303)


HANDLERS = (show_form, log, keep, throw_away)
"""Every address of the form."""
