"""The addresses of receipts."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from portal.sharing.receipt import service
from portal.sharing.receipt.forms import CodeForm, FullForm, faults_of_full, parse_code
from portal.sharing.receipt.model import ReceiptForm
from portal.sharing.receipt.pages import AskFullPage, ReceiptPage, ask_full_page, check_words, receipt_page
from portal.sharing.service import Desk, person_of

_READ = {"permission": Permission.PERSON_READ}


@get("/offers/{reference:str}/receipt", opt=_READ, sync_to_thread=True)
def show_safe(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> ReceiptPage:
    """Show the safe form, to print."""
    return receipt_page(service.show(desk, parse_reference(reference), ReceiptForm.SAFE), names, desk.now)


@get("/offers/{reference:str}/receipt/aloud", opt=_READ, sync_to_thread=True)
def show_aloud(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> ReceiptPage:
    """Show the sentences to read aloud."""
    return receipt_page(service.show(desk, parse_reference(reference), ReceiptForm.ALOUD), names, desk.now)


@get("/offers/{reference:str}/receipt/full", opt=_READ, sync_to_thread=True)
def ask_full(desk: NamedDependency[Desk], reference: FromPath[str]) -> AskFullPage:
    """Ask once more before the full form."""
    offer = parse_reference(reference)
    person_of(desk, offer)  # a stranger's offer is missing before anything is asked
    return ask_full_page(offer)


@post("/offers/{reference:str}/receipt/full", opt=_READ, sync_to_thread=True)
def show_full(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[FullForm],
) -> AskFullPage | ReceiptPage:
    """Show the full form to whoever has confirmed that the person wants it and can keep it safely."""
    offer = parse_reference(reference)
    person_of(desk, offer)
    if errors := faults_of_full(data):
        return ask_full_page(offer, data, errors)
    return receipt_page(service.show(desk, offer, ReceiptForm.FULL), names, desk.now)


@post("/offers/{reference:str}/receipt/check", opt=_READ, sync_to_thread=True)
def check_code(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[CodeForm],
) -> ReceiptPage:
    """Say whether a printed receipt is this offer's, unaltered."""
    offer = parse_reference(reference)
    shown = service.show(desk, offer, ReceiptForm.SAFE)
    match parse_code(data):
        case str() as code:
            checked = check_words(matches=service.check(desk, offer, code))
            return receipt_page(shown, names, desk.now, code=data, checked=checked)
        case errors:
            return receipt_page(shown, names, desk.now, code=data, errors=errors)


HANDLERS = (show_safe, show_aloud, ask_full, show_full, check_code)
"""Every address of this slice."""
