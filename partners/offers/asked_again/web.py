"""The addresses of what was asked again."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.ids import parse_reference
from partners.offers.acts.web import ANSWER
from partners.offers.asked_again.forms import Asked, AskedForm, parse_asked
from partners.offers.asked_again.pages import asked_page
from partners.offers.asked_again.service import before_asking, record_asked
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage


@get("/offers/{reference:str}/asked-again", opt=ANSWER, sync_to_thread=True)
def show_asked(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form."""
    return asked_page(before_asking(desk, parse_reference(reference)))


@post("/offers/{reference:str}/asked-again", opt=ANSWER, sync_to_thread=True)
def record(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[AskedForm]
) -> SheetPage | Redirect:
    """Record what was asked again and why, or show the form again."""
    filed = before_asking(desk, parse_reference(reference))
    asked = parse_asked(data, filed.receipt.categories)
    if not isinstance(asked, Asked):
        return asked_page(filed, data, asked)
    record_asked(desk, filed, asked)
    return Redirect(f"/offers/{filed.reference}?done=asked-again", status_code=303)


HANDLERS = (show_asked, record)
"""Every address of this slice."""
