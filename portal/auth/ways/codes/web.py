"""The addresses at which password and codes are set up and removed."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.ports import Vault
from portal.auth.invitations.forms import AcceptForm, parse_accept
from portal.auth.invitations.model import is_ours, seed_of, seed_proof
from portal.auth.invitations.web import InvitationSettings
from portal.auth.model import SignedIn
from portal.auth.service import SystemDatabase
from portal.auth.ways import service as ways
from portal.auth.ways.codes import service
from portal.auth.ways.codes.pages import CodesPage, codes_page, remove_codes_page
from portal.auth.ways.model import Change
from portal.auth.ways.pages import RemoveWayPage
from portal.auth.ways.service import Desk
from portal.auth.ways.web import back

_CHANGES: Final = {"permission": Permission.OWN_SESSION, "step_up": True}


@get("/account/ways/codes", opt=_CHANGES, sync_to_thread=True)
def show_codes(
    signed_in: NamedDependency[SignedIn],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    new_token: NamedDependency[Callable[[], str]],
) -> CodesPage:
    """Show a new secret for an app."""
    account, has = service.find(database, signed_in)
    seed, issuer = seed_of(new_token()), settings.organisation
    proof = seed_proof(settings.form_key, account.id.bytes, seed)
    return codes_page(account, keeps_password=has.has_password, seed=seed, proof=proof, issuer=issuer)


@post("/account/ways/codes", opt={**_CHANGES, "slow": True}, sync_to_thread=True)
def set_up_codes(
    *,
    data: URLEncodedBody[AcceptForm],
    signed_in: NamedDependency[SignedIn],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
) -> CodesPage | Redirect:
    """Set up the app, or say what is wrong; the secret stays the same meanwhile.

    Raises:
        Missing: The secret is not the page's.
    """
    account, has = service.find(database, signed_in)
    if not is_ours(settings.form_key, account.id.bytes, data.seed, data.proof):
        raise Missing
    named, keeps = (settings.organisation, signed_in.organisation), has.has_password
    chosen = parse_accept(data, account, now, organisations=named, keeps_password=keeps)
    if isinstance(chosen, tuple):
        same = {"seed": data.seed, "proof": data.proof, "issuer": settings.organisation}
        return codes_page(account, keeps_password=keeps, **same, errors=chosen)
    key = settings.audit_key
    service.set_up(database, vault, signed_in, account, chosen, seed=data.seed, now=now, new_id=new_id, audit_key=key)
    return back(Change.CODES_SET_UP)


@get("/account/ways/codes/remove", opt={**_CHANGES, "reading": True}, sync_to_thread=True)
def ask_to_remove_codes(desk: NamedDependency[Desk]) -> RemoveWayPage:
    """Ask once more before password and codes go.

    Raises:
        Missing: There are none.
    """
    return remove_codes_page(service.removable(ways.own(desk)))


@post("/account/ways/codes/remove", opt=_CHANGES, sync_to_thread=True)
def remove_codes(desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn]) -> Redirect:
    """Take password and codes off the account."""
    service.remove(desk, signed_in)
    return back(Change.CODES_REMOVED)


HANDLERS: tuple[HTTPRouteHandler, ...] = (show_codes, set_up_codes, ask_to_remove_codes, remove_codes)
"""Every address of this slice."""
