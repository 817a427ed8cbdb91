"""The addresses of a request: its page, its moves, and who is asked next."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.ids import Reference, ServiceId, parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Detail, RequestMove, RequestStatus
from partners.offers.sheet.pages import SheetPage
from portal.auth import store as accounts
from portal.referrals.again import service as again
from portal.referrals.again.service import Chosen
from portal.referrals.forms import parse_version
from portal.referrals.requests import service
from portal.referrals.requests.forms import AgainForm, CloseForm, CoWorkForm, MoveForm, OfferForm, parse_close
from portal.referrals.requests.pages import RequestPage, close_page, mark_error_page, request_page
from portal.referrals.service import Desk

READ = {"permission": Permission.SENT_READ}
WRITE = {"permission": Permission.REFERRAL_WRITE}


def _back(reference: Reference, done: str) -> Redirect:
    return Redirect(f"/requests/{reference}?done={done}", status_code=303)


def _check(chosen: Chosen) -> Redirect:
    """Lead to the page of sending, which names who is asked and shows all that would leave."""
    return Redirect(f"/refer/{chosen.person}/{chosen.reference}?open=send#part-send", status_code=303)


@get("/requests/{reference:str}", opt=READ, sync_to_thread=True)
def show(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str], done: FromQuery[str] = ""
) -> RequestPage:
    """Show a request; the read is an event."""
    return request_page(service.open_request(desk, parse_reference(reference)), desk, names, done=done)


@post("/requests/{reference:str}/hold", opt=WRITE, sync_to_thread=True)
def hold(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[MoveForm]) -> Redirect:
    """Put it on hold."""
    kept = service.make(desk, parse_reference(reference), RequestMove.HOLD, parse_version(data.version))
    return _back(kept.reference, "held")


@post("/requests/{reference:str}/resume", opt=WRITE, sync_to_thread=True)
def resume(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[MoveForm]) -> Redirect:
    """Take it up again."""
    kept = service.make(desk, parse_reference(reference), RequestMove.RESUME, parse_version(data.version))
    return _back(kept.reference, "resumed")


@post("/requests/{reference:str}/acknowledge", opt=WRITE, sync_to_thread=True)
def acknowledge(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[MoveForm]) -> Redirect:
    """Acknowledge the outcome: the need is met."""
    mark, version = parse_reference(reference), parse_version(data.version)
    kept = service.make(desk, mark, RequestMove.ACKNOWLEDGE_OUTCOME, version)
    return _back(kept.reference, "acknowledged")


@get("/requests/{reference:str}/close", opt=WRITE, sync_to_thread=True)
def show_close(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Ask why the need is closed unmet."""
    return close_page(service.before(desk, parse_reference(reference), RequestMove.CLOSE_UNMET))


@post("/requests/{reference:str}/close", opt=WRITE, sync_to_thread=True)
def close(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[CloseForm]
) -> SheetPage | Redirect:
    """Close the need unmet, with a coded reason."""
    mark = parse_reference(reference)
    match parse_close(data):
        case Detail() as detail:
            kept = service.make(desk, mark, RequestMove.CLOSE_UNMET, parse_version(data.version), detail)
            return _back(kept.reference, "closed")
        case errors:
            return close_page(service.before(desk, mark, RequestMove.CLOSE_UNMET), data, errors)


@get("/requests/{reference:str}/mark-error", opt=WRITE, sync_to_thread=True)
def show_mark_error(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Ask once more."""
    return mark_error_page(service.before(desk, parse_reference(reference), RequestMove.MARK_ERROR))


@post("/requests/{reference:str}/mark-error", opt=WRITE, sync_to_thread=True)
def mark_error(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[MoveForm]) -> Redirect:
    """Mark a request as an error; a draft is discarded with all that was typed."""
    mark, version = parse_reference(reference), parse_version(data.version)
    kept = service.before(desk, mark, RequestMove.MARK_ERROR)
    if kept.request.status == RequestStatus.DRAFT:
        return Redirect(f"/people/{service.discard(desk, mark, version)}?done=discarded", status_code=303)
    return _back(service.make(desk, mark, RequestMove.MARK_ERROR, version).reference, "marked")


@post("/requests/{reference:str}/co-work", opt=WRITE, sync_to_thread=True)
def allow_co_work(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[CoWorkForm]) -> Redirect:
    """Let several partners work at once, or end that."""
    granted = data.granted != "no"
    kept = service.allow_co_work(desk, parse_reference(reference), parse_version(data.version), granted=granted)
    return _back(kept.reference, "co-work" if granted else "one")


@post("/requests/{reference:str}/offer", opt=WRITE, sync_to_thread=True)
def choose(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[OfferForm]) -> Redirect:
    """Choose whom to ask next, and lead to the page that names them and shows all that would leave."""
    mark, version = parse_reference(reference), parse_version(data.version)
    return _check(again.choose(desk, mark, version, _service(data.service)))


def _service(text: str) -> ServiceId:
    try:
        return ServiceId(UUID(text))
    except ValueError as error:
        raise Missing from error


@post("/requests/{reference:str}/send-again", opt=WRITE, sync_to_thread=True)
def send_again(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[AgainForm],
) -> Redirect:
    """Send anew what a partner can still take; if anything has changed since, check it first."""
    mark, version = parse_reference(reference), parse_version(data.version)
    sender = accounts.team_of(desk.session, desk.actor.id) or names.organisation(desk.actor.organisation_id)
    match again.send_again(desk, mark, version, parse_reference(data.offer), sender=sender):
        case Chosen() as chosen:
            return _check(chosen)
        case offer:
            return Redirect(f"/offers/{offer}?done=sent", status_code=303)


HANDLERS = (
    *(show, hold, resume, acknowledge, show_close, close, show_mark_error, mark_error),
    *(allow_co_work, choose, send_again),
)
"""Every address of this slice."""
