"""The address of a person's contacts at host sites."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from lvws_core.actors import Permission, may
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.people.at_sites import service
from portal.people.at_sites.pages import AtSitesPage, at_sites_page
from portal.people.safe_contact.service import read_panel
from portal.people.service import Desk


@get("/people/{reference:str}/at-sites", opt={"permission": Permission.PERSON_READ}, sync_to_thread=True)
def show(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> AtSitesPage:
    """Show what colleagues at host sites logged about a person; the read is an event."""
    whom = parse_reference(reference)
    found = service.read(desk, whom)
    authors = names.colleagues(frozenset(each.author_id for each in found.contacts))
    may_log = may(desk.actor, Permission.SITE_OWN).allowed
    return at_sites_page(whom, found, read_panel(desk, whom), authors, desk.now, may_log=may_log)


HANDLERS = (show,)
"""Every address of this slice."""
