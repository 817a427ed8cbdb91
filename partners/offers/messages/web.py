"""The addresses of a message."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Note
from partners.offers import service
from partners.offers.acts.forms import WordsForm, parse_words
from partners.offers.acts.web import MESSAGE, after
from partners.offers.messages import service as messages
from partners.offers.messages.pages import message_page
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage


@get("/offers/{reference:str}/message", opt=MESSAGE, sync_to_thread=True)
def show_message(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form of a message."""
    return message_page(service.before(desk, parse_reference(reference), Note.MESSAGE), desk)


@post("/offers/{reference:str}/message", opt=MESSAGE, sync_to_thread=True)
def message(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[WordsForm],
) -> SheetPage | Redirect | OfferPage:
    """Write to the other side."""
    mark = parse_reference(reference)
    match parse_words(data, "Message"):
        case str() as words:
            return after(messages.write(desk, mark, words), "written", desk, names, data.text)
        case errors:
            return message_page(service.read(desk, mark), desk, data, errors)


HANDLERS = (show_message, message)
"""Every address of this slice."""
