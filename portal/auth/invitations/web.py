"""The address of an invitation: public, because its owner cannot sign in yet; the link is the key."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from lvws_core.errors import Missing
from lvws_core.ports import Vault
from portal.auth.invitations.forms import AcceptForm, parse_accept
from portal.auth.invitations.model import is_ours, seed_of, seed_proof
from portal.auth.invitations.pages import AcceptPage, accept_page
from portal.auth.invitations.service import accept, invited
from portal.auth.model import Account, token_hash
from portal.auth.service import SystemDatabase
from portal.auth.web import SignInSettings, leave, welcome


@runtime_checkable
class InvitationSettings(SignInSettings, Protocol):
    """What accepting needs to know of the installation besides."""

    @property
    def organisation(self) -> str:
        """The deploying organisation's name, as the authenticator app shows it."""

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
    token: FromPath[str],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[InvitationSettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> AcceptPage:
    """Show the form with a new secret for the authenticator app.

    Raises:
        Missing: The invitation is unknown, used or too old.
    """
    account, seed = _owner(database, token, now), seed_of(new_token())
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
    chosen = parse_accept(data, account.email, now)
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


HANDLERS = (show_invitation, accept_invitation)
"""Every address of this slice."""
