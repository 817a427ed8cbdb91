"""The addresses of the search; it is a POST, so that nothing that was typed stands in an address."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody

from lvws_core.actors import Permission
from partners.offers.search import service
from partners.offers.search.forms import SearchForm, parse_search
from partners.offers.search.model import Sought
from partners.offers.search.pages import SearchPage, found_page, search_page
from partners.offers.service import Desk

_READ = {"permission": Permission.INBOX_READ}


@get("/inbox/search", opt=_READ, sync_to_thread=False)
def show_search() -> SearchPage:
    """Show the form of the search."""
    return search_page()


@post("/inbox/search", opt=_READ, sync_to_thread=True)
def search(desk: NamedDependency[Desk], data: URLEncodedBody[SearchForm]) -> SearchPage:
    """Show which offers match."""
    match parse_search(data):
        case Sought() as sought:
            return found_page(data, service.search(desk, sought), desk.actor, desk.now)
        case errors:
            return search_page(data, errors)


HANDLERS = (show_search, search)
"""Every address of this slice."""
