"""The address of an invitation: public, because its owner cannot sign in yet; the link is the key."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect, Response

from lvws_core.errors import Missing
from lvws_core.ports import Vault
from portal.auth.invitations.forms import AcceptForm, parse_accept
from portal.auth.invitations.model import is_ours, seed_of, seed_proof
from portal.auth.invitations.pages import AcceptPage, PasskeyInvitationPage, accept_page, passkey_page
from portal.auth.invitations.service import accept, accept_by_passkey, ask_for_passkey, invited, organisation_of
from portal.auth.model import Account, token_hash
from portal.auth.passkeys.forms import NOT_MADE, PasskeyForm
from portal.auth.passkeys.model import Why
from portal.auth.passkeys.web import PasskeySettings, options, site_here
from portal.auth.service import SystemDatabase
from portal.auth.web import leave, welcome


@runtime_checkable
class InvitationSettings(PasskeySettings, Protocol):
    """What accepting needs to know of the installation besides."""

    @property
    def form_key(self) -> bytes:
        """The key by which a form shows that it is our own."""


def _owner(database: SystemDatabase, token: str, now: datetime) -> Account:
    account = invited(database, token, now)
    if account is None:
        raise Missing
    return account


@get("/invitation/{token:str}", opt={"public": True}, sync_to_thread=True)
def show_invitation(
    *,
    token: FromPath[str],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
    way: FromQuery[str] = "",
) -> AcceptPage | PasskeyInvitationPage:
    """Show how to set up a passkey or, where there are none or none is wanted, password and codes.

    Raises:
        Missing: The invitation is unknown, used or too old.
    """
    account = _owner(database, token, now)
    if settings.address and way != "codes":
        return passkey_page(account, token)
    seed = seed_of(new_token())
    proof = seed_proof(settings.form_key, token_hash(token), seed)
    return accept_page(account, token, seed=seed, proof=proof, issuer=settings.organisation)


@post("/invitation/{token:str}", opt={"public": True, "slow": True}, sync_to_thread=True)
def accept_invitation(
    request: HTMXRequest,
    *,
    token: FromPath[str],
    data: URLEncodedBody[AcceptForm],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> AcceptPage | Redirect:
    """Accept the invitation and sign in, or say what is wrong; the secret stays the same meanwhile.

    Raises:
        Missing: The invitation is unknown, used or too old, or the secret is not the page's.
    """
    account = _owner(database, token, now)
    if not is_ours(settings.form_key, token_hash(token), data.seed, data.proof):
        raise Missing
    chosen = parse_accept(data, account, now, organisations=(settings.organisation, organisation_of(database, account)))
    if isinstance(chosen, tuple):
        return accept_page(
            account, token, seed=data.seed, proof=data.proof, issuer=settings.organisation, errors=chosen
        )
    key = settings.audit_key
    new = accept(
        database, vault, account, chosen, token=token, seed=data.seed, now=now, new_token=new_token, audit_key=key
    )
    if new is None:
        raise Missing
    leave(request, database, settings, now)
    return welcome(new, settings)


@post("/invitation/{token:str}/challenge", opt={"public": True}, sync_to_thread=True, status_code=200)
def ask_for_first_passkey(
    token: FromPath[str],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> Response[bytes]:
    """Give the browser what it needs to make the account's first passkey.

    Raises:
        Missing: The invitation is unknown, used or too old, or there are no passkeys here.
    """
    site, account = site_here(settings), _owner(database, token, now)
    return options(ask_for_passkey(database, site, account, challenge=new_token(), now=now))


@post("/invitation/{token:str}/passkey", opt={"public": True}, sync_to_thread=True)
def accept_with_passkey(
    request: HTMXRequest,
    *,
    token: FromPath[str],
    data: URLEncodedBody[PasskeyForm],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
    new_token: NamedDependency[Callable[[], str]],
) -> PasskeyInvitationPage | Redirect:
    """Accept the invitation with the passkey that the browser has made, or say that it was not made.

    Raises:
        Missing: The invitation is unknown, used or too old, or there are no passkeys here.
    """
    site, account, key = site_here(settings), _owner(database, token, now), settings.audit_key
    made: dict[str, Any] = {"id_": new_id(), "new_token": new_token, "audit_key": key}
    new = accept_by_passkey(database, site, account, data.answer, token=token, now=now, **made)
    if isinstance(new, Why):
        return passkey_page(account, token, errors=(NOT_MADE,))
    leave(request, database, settings, now)
    return welcome(new, settings)


HANDLERS = (show_invitation, accept_invitation, ask_for_first_passkey, accept_with_passkey)
"""Every address of this slice."""
