"""The addresses of taking back."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Move, Note
from partners.offers import service
from partners.offers.acts.forms import VersionForm, parse_version
from partners.offers.acts.web import ANSWER, FOLLOW, after
from partners.offers.model import FiledOffer
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage
from partners.offers.taking_back import service as taking_back
from partners.offers.taking_back.forms import Stop, StopForm, Withdrawal, WithdrawForm, parse_stop, parse_withdraw
from partners.offers.taking_back.pages import mark_error_page, stop_page, withdraw_page


def _partner(filed: FiledOffer, names: Names) -> str:
    return names.organisation(filed.offer.organisation_id)


@post("/offers/{reference:str}/recall", opt=FOLLOW, sync_to_thread=True)
def recall(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Take back what was just sent and not opened."""
    outcome = taking_back.recall(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "recalled", desk, names)


@get("/offers/{reference:str}/withdraw", opt=FOLLOW, sync_to_thread=True)
def show_withdraw(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> SheetPage:
    """Show the form to withdraw."""
    filed = service.before(desk, parse_reference(reference), Move.WITHDRAW)
    return withdraw_page(filed, _partner(filed, names))


@post("/offers/{reference:str}/withdraw", opt=FOLLOW, sync_to_thread=True)
def withdraw(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[WithdrawForm],
) -> SheetPage | Redirect | OfferPage:
    """Withdraw; what was shared closes in the same transaction."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed = service.read(desk, mark)
    match parse_withdraw(data, filed.offer.status):
        case Withdrawal(detail=detail, note=note):
            return after(taking_back.withdraw(desk, mark, version, detail, note), "withdrawn", desk, names, data.note)
        case errors:
            return withdraw_page(filed, _partner(filed, names), data, errors)


@get("/offers/{reference:str}/mark-error", opt=FOLLOW, sync_to_thread=True)
def show_mark_error(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> SheetPage:
    """Ask once more."""
    filed = service.before(desk, parse_reference(reference), Move.MARK_ERROR)
    return mark_error_page(filed, _partner(filed, names))


@post("/offers/{reference:str}/mark-error", opt=FOLLOW, sync_to_thread=True)
def mark_error(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Mark an unopened offer as entered in error."""
    outcome = taking_back.mark_error(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "marked", desk, names)


@get("/offers/{reference:str}/stop", opt=ANSWER, sync_to_thread=True)
def show_stop(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form to confirm the stop."""
    return stop_page(service.before(desk, parse_reference(reference), Note.STOP_CONFIRMED))


@post("/offers/{reference:str}/stop", opt=ANSWER, sync_to_thread=True)
def confirm_stop(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[StopForm],
) -> SheetPage | Redirect | OfferPage:
    """Confirm the stop."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed = service.read(desk, mark)
    match parse_stop(data, filed.offer.reason):
        case Stop() as stop:
            return after(taking_back.confirm_stop(desk, mark, version, stop), "stopped", desk, names, data.note)
        case errors:
            return stop_page(filed, data, errors)


HANDLERS = (recall, show_withdraw, withdraw, show_mark_error, mark_error, show_stop, confirm_stop)
"""Every address of this slice."""
