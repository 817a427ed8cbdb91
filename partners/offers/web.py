"""The addresses of an offer, of the acts on it and of the lists of offers."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from partners.offers import service
from partners.offers.acts import web as acts
from partners.offers.acts.web import ANSWER, onlooker
from partners.offers.asked_again import web as asked_again
from partners.offers.attachments import web as attachments
from partners.offers.bulk import web as bulk
from partners.offers.contact import web as contact
from partners.offers.delivery import web as delivery
from partners.offers.ending import web as ending
from partners.offers.filters import web as filters
from partners.offers.inbox import web as inbox
from partners.offers.messages import web as messages
from partners.offers.news.pages import done_news
from partners.offers.pack import web as pack
from partners.offers.pages import OfferPage, offer_page
from partners.offers.queue import web as queue
from partners.offers.returned import web as returned
from partners.offers.safety import web as safety
from partners.offers.search import web as search
from partners.offers.service import Desk
from partners.offers.support import web as support
from partners.offers.taking_back import web as taking_back
from partners.offers.waiting import web as waiting


@get("/offers/{reference:str}", opt={"permission": Permission.OFFER_READ}, sync_to_thread=True)
def show(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], done: FromQuery[str] = ""
) -> OfferPage:
    """Open an offer; the first time a partner does, that acknowledges it."""
    opened, reader = service.open_offer(desk, parse_reference(reference)), onlooker(desk, names)
    return offer_page(opened, reader, news=done_news(done, opened, reader))


@post("/offers/{reference:str}/number", opt=ANSWER, sync_to_thread=True)
def show_number(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> OfferPage:
    """Show the number, after recording that it was shown; for htmx only the panel. A stop refuses it."""
    opened = service.show_number(desk, parse_reference(reference))
    is_refused = opened.filed.contact_stopped_at is not None
    return offer_page(opened, onlooker(desk, names), status_code=409 if is_refused else 200)


HANDLERS = (
    *(
        *inbox.HANDLERS,
        *filters.HANDLERS,
        *bulk.HANDLERS,
        *search.HANDLERS,
        *queue.HANDLERS,
        show,
        show_number,
    ),
    *(*acts.HANDLERS, *waiting.HANDLERS, *contact.HANDLERS, *support.HANDLERS, *ending.HANDLERS),
    *(*taking_back.HANDLERS, *returned.HANDLERS),
    *(*pack.HANDLERS, *delivery.HANDLERS, *messages.HANDLERS, *attachments.HANDLERS),
    *safety.HANDLERS,
    *asked_again.HANDLERS,
)
"""Every address of this slice."""
