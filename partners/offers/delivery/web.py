"""The addresses of delivering a pack and of recording what a partner without an account said."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.errors import Missing
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Move, Note, SecureRoute
from lvws_core.referrals.codes import waits_at_high_risk
from partners.offers import service as offers
from partners.offers.acts.forms import parse_version
from partners.offers.acts.web import FOLLOW, after
from partners.offers.delivery import service
from partners.offers.delivery.forms import DeliverForm, Record, parse_record, parse_route, record_form
from partners.offers.delivery.model import RECORDS, Said
from partners.offers.delivery.pages import deliver_page, record_page
from partners.offers.model import FiledOffer
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage


def _partner(filed: FiledOffer, names: Names) -> str:
    return names.organisation(filed.offer.organisation_id)


def _said(key: str) -> Said:
    if key not in set(Said):
        raise Missing
    return Said(key)


@get("/offers/{reference:str}/deliver", opt=FOLLOW, sync_to_thread=True)
def show_deliver(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> SheetPage:
    """Lead through the delivery of a pack."""
    mark = parse_reference(reference)
    service.only_without_account(desk, mark)
    filed = offers.before(desk, mark, Note.DELIVERED)
    return deliver_page(filed, _partner(filed, names))


@post("/offers/{reference:str}/deliver", opt=FOLLOW, sync_to_thread=True)
def deliver(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[DeliverForm],
) -> SheetPage | Redirect | OfferPage:
    """Record by which way a pack went."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed = service.only_without_account(desk, mark)
    match parse_route(data):
        case SecureRoute() as route:
            return after(service.deliver(desk, mark, version, route), "delivered", desk, names)
        case errors:
            return deliver_page(filed, _partner(filed, names), data, errors)


@get("/offers/{reference:str}/recorded/{said:str}", opt=FOLLOW, sync_to_thread=True)
def show_record(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], said: FromPath[str]
) -> SheetPage:
    """Show the form of one thing that they said."""
    mark, what = parse_reference(reference), _said(said)
    service.only_without_account(desk, mark)
    filed = offers.before(desk, mark, RECORDS[what])
    return record_page(filed, _partner(filed, names), what, now=desk.now)


@post("/offers/{reference:str}/recorded/{said:str}", opt=FOLLOW, sync_to_thread=True)
def record(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    said: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> SheetPage | Redirect | OfferPage:
    """Record one thing that they said."""
    mark, what, form = parse_reference(reference), _said(said), record_form(data)
    version = parse_version(form.version)
    filed = service.only_without_account(desk, mark)
    sent_at = filed.offer.sent_at or filed.offer.created_at
    is_high = waits_at_high_risk(Move.WAITLIST, filed.offer.risk)
    match parse_record(form, what, sent_at=sent_at, now=desk.now, needs_override=is_high):
        case Record() as heard:
            outcome = service.record(desk, mark, version, what, heard)
            return after(outcome, f"recorded-{what.value}", desk, names, form.words)
        case errors:
            return record_page(filed, _partner(filed, names), what, now=desk.now, form=form, errors=errors)


HANDLERS = (show_deliver, deliver, show_record, record)
"""Every address of this slice."""
