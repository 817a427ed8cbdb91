"""The addresses of stopping contact from an offer."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from partners.offers import service
from partners.offers.acts.web import MESSAGE
from partners.offers.safety import service as safety
from partners.offers.safety.forms import ReportForm, Told, parse_report
from partners.offers.safety.pages import StoppedPage, report_page, stopped_page
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage


@get("/offers/{reference:str}/unsafe", opt={**MESSAGE, "safety": True}, sync_to_thread=True)
def show_report(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form of a report."""
    return report_page(safety.before_report(desk, parse_reference(reference)))


@post("/offers/{reference:str}/unsafe", opt=MESSAGE, sync_to_thread=True)
def report(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[ReportForm]
) -> SheetPage | Redirect:
    """Stop contact on every live offer of the person."""
    mark = parse_reference(reference)
    match parse_report(data):
        case Told(cause=cause, words=words):
            filed = safety.report(desk, mark, cause, words)
            return Redirect(f"/offers/{filed.reference}?done=contact-stopped", status_code=303)
        case errors:
            return report_page(safety.before_report(desk, mark), data, errors)


@get(
    "/offers/{reference:str}/contact-state",
    opt={"permission": Permission.OFFER_READ, "reading": True},
    sync_to_thread=True,
)
def show_state(desk: NamedDependency[Desk], reference: FromPath[str]) -> StoppedPage | Response[Any]:
    """Say whether contact was stopped since the page was made; nothing that was shared is opened."""
    filed = service.read(desk, parse_reference(reference))
    if filed.contact_stopped_at is None:
        return Response(None, status_code=204)
    return stopped_page(filed.reference, filed.contact_stopped_at, desk.now)


HANDLERS = (show_report, report, show_state)
"""Every address of this slice."""
