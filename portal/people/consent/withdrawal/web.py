"""The addresses of withdrawing a consent."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission
from lvws_core.consent import Purpose
from lvws_core.ids import parse_reference
from portal.people.consent.withdrawal import service
from portal.people.consent.withdrawal.pages import WithdrawForm, WithdrawPage, withdraw_page
from portal.people.safe_contact.service import plain_panel_of
from portal.people.service import Desk

_WRITE = {"permission": Permission.CONSENT_WRITE}


@get("/people/{reference:str}/consent/withdraw", opt=_WRITE, sync_to_thread=True)
def show_withdraw(
    desk: NamedDependency[Desk],
    reference: FromPath[str],
    organisation: FromQuery[str] = "",
    purpose: FromQuery[str] = Purpose.SUPPORT_REFERRAL.value,
) -> WithdrawPage:
    """Ask once more, and say what closes."""
    whom = parse_reference(reference)
    page = withdraw_page(whom, service.standing(desk, whom, organisation, purpose))
    return replace(page, safe=plain_panel_of(desk, whom))


@post("/people/{reference:str}/consent/withdraw", opt=_WRITE, sync_to_thread=True)
def withdraw(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[WithdrawForm]) -> Redirect:
    """Withdraw; every live offer that rests on it closes in the same transaction."""
    whom = parse_reference(reference)
    stands = service.standing(desk, whom, data.organisation, data.purpose)
    service.withdraw_consent(desk, stands)
    return Redirect(f"/people/{whom}/consent?withdrawn={stands.organisation.id}", status_code=303)


HANDLERS = (show_withdraw, withdraw)
"""Every address of this slice."""
