"""The addresses of signing in with a passkey."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect, Response

from lvws_core.errors import Missing
from portal.auth.model import SignedIn
from portal.auth.pages import SignInPage
from portal.auth.passkeys.forms import WRONG, PasskeyForm
from portal.auth.passkeys.model import Site, site_of
from portal.auth.passkeys.service import ask_any, ask_own, sign_in
from portal.auth.service import SystemDatabase
from portal.auth.web import SignInSettings, leave, now_signed_in, welcome, whose_session


@runtime_checkable
class PasskeySettings(SignInSettings, Protocol):
    """What passkeys need to know of the installation besides."""

    @property
    def organisation(self) -> str:
        """The deploying organisation's name, as the browser shows it."""


def site_here(settings: PasskeySettings) -> Site:
    """Give where passkeys hold.

    Raises:
        Missing: The settings name no address, so there are no passkeys.
    """
    site = site_of(settings.address, settings.organisation)
    if site is None:
        raise Missing
    return site


def options(text: str) -> Response[bytes]:
    """Answer with what a browser needs to use or make a passkey."""
    return Response(text.encode(), media_type="application/json")


@post("/sign-in/passkey/challenge", opt={"public": True}, sync_to_thread=True, status_code=200)
def ask_for_passkey(
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[PasskeySettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> Response[bytes]:
    """Give a browser what it needs to ask its owner for a passkey; it says of no account whether it exists.

    Raises:
        Missing: There are no passkeys here.
    """
    return options(ask_any(database, site_here(settings), token=new_token(), now=now))


@post("/sign-in/passkey", opt={"public": True}, sync_to_thread=True)
def sign_in_by_passkey(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[PasskeyForm],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[PasskeySettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> SignInPage | Redirect:
    """Sign in, or show the page again with one neutral sentence.

    Raises:
        Missing: There are no passkeys here.
    """
    site = site_here(settings)
    if now_signed_in(request, database, settings, now):
        return Redirect("/", status_code=303)
    new = sign_in(database, site, data.answer, now=now, new_token=new_token, audit_key=settings.audit_key)
    if new is None:
        return SignInPage(errors=(WRONG,))
    leave(request, database, settings, now)
    return welcome(new, settings)


@post("/unlock/challenge", opt={"public": True, "any_token": True}, sync_to_thread=True, status_code=200)
def ask_owner(
    request: HTMXRequest,
    *,
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[PasskeySettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> Response[bytes]:
    """Give the browser of a session, locked or not, what it needs to ask its owner for a passkey.

    Raises:
        Missing: There are no passkeys here, or no session.
    """
    site = site_here(settings)
    owner: SignedIn | None = whose_session(request, database, settings, now)
    if owner is None:
        raise Missing
    with database.system() as session:
        return options(ask_own(session, site, owner.actor.id, token=new_token(), now=now))


HANDLERS: tuple[HTTPRouteHandler, ...] = (ask_for_passkey, sign_in_by_passkey, ask_owner)
"""Every address of this slice."""
