"""The addresses of a person's contact after sending; an offer leads to its person by `/offers/…`."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from partners.offers.safety.forms import ReportForm, Told, parse_report
from portal.referrals.safety import service
from portal.referrals.safety.forms import OpenForm, TellForm, parse_open
from portal.referrals.safety.pages import SafetyPage, UpdatesPage, safety_page, updates_page
from portal.referrals.service import Desk

WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/safety", opt={**WRITE, "safety": True}, sync_to_thread=True)
def show_safety(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> SafetyPage:
    """Show whether contact is stopped, by whom, and what opening it again would tell."""
    return safety_page(service.safety_state(desk, parse_reference(reference)), names, desk.now)


@post("/people/{reference:str}/stop", opt=WRITE, sync_to_thread=True)
def stop(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[ReportForm],
) -> SafetyPage | Redirect:
    """Stop contact on every live offer of the person."""
    whom = parse_reference(reference)
    match parse_report(data):
        case Told(cause=cause, words=words):
            service.stop_contact(desk, whom, cause, words)
            return Redirect(f"/people/{whom}?done=stopped", status_code=303)
        case errors:
            return safety_page(service.safety_state(desk, whom), names, desk.now, report=data, errors=errors)


@post("/people/{reference:str}/open-contact", opt=WRITE, sync_to_thread=True)
def open_contact(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[OpenForm],
) -> SafetyPage | Redirect:
    """Open contact again, and tell each partner the plan that counts now."""
    whom = parse_reference(reference)
    match parse_open(data):
        case str() as reason:
            service.open_contact(desk, whom, reason=reason, digest=data.digest)
            return Redirect(f"/people/{whom}?done=opened", status_code=303)
        case errors:
            return safety_page(service.safety_state(desk, whom), names, desk.now, form=data, errors=errors)


@get("/people/{reference:str}/updates", opt=WRITE, sync_to_thread=True)
def show_updates(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> UpdatesPage:
    """Show what each partner would be told."""
    return updates_page(service.untold(desk, parse_reference(reference)), names, desk.now)


@post("/people/{reference:str}/updates", opt=WRITE, sync_to_thread=True)
def tell(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[TellForm]) -> Redirect:
    """Tell partners exactly that."""
    whom = parse_reference(reference)
    service.tell_partners(desk, whom, digest=data.digest)
    return Redirect(f"/people/{whom}?done=told", status_code=303)


@get("/offers/{reference:str}/safety", opt=WRITE, sync_to_thread=True)
def lead_to_safety(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Lead from an offer to its person's contact."""
    return Redirect(f"/people/{service.person_of(desk, parse_reference(reference))}/safety", status_code=303)


@get("/offers/{reference:str}/updates", opt=WRITE, sync_to_thread=True)
def lead_to_updates(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Lead from an offer to what partners of its person were not told yet."""
    return Redirect(f"/people/{service.person_of(desk, parse_reference(reference))}/updates", status_code=303)


HANDLERS = (show_safety, stop, open_contact, show_updates, tell, lead_to_safety, lead_to_updates)
"""Every address of this slice."""
