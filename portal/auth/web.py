"""Signing in and out over HTTP."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from colocations.contacts.offline.permits.model import device_cookie
from colocations.contacts.offline.permits.service import revoke_at_sign_out
from lvws_core.actors import Actor, Permission
from lvws_core.errors import Missing
from lvws_core.ports import Vault
from portal.auth.forms import REFUSALS, SignInForm, SignOutForm, parse
from portal.auth.model import Lock, NewSession, Refused, SignedIn, csrf_token, token_hash
from portal.auth.pages import AccountPage, SignInPage, account_page
from portal.auth.service import SystemDatabase, farewell, look, open_link, sign_in, sign_out
from portal.auth.sessions.pages import FAREWELLS
from portal.auth.throttle.model import Knock
from portal.auth.throttle.web import knock_of, known_device_cookie


@runtime_checkable
class SignInSettings(Protocol):
    """What signing in needs to know of the installation."""

    @property
    def demo(self) -> bool:
        """Whether this is the demonstration on loopback."""

    @property
    def cookie_name(self) -> str:
        """The session cookie's name."""

    @property
    def cookie_secure(self) -> bool:
        """Whether the session cookie travels over https only."""

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain."""

    @property
    def address(self) -> str:
        """The portal's own address, as browsers see it; "" where none is named, and then there are no passkeys."""

    @property
    def form_key(self) -> bytes:
        """The key by which a form shows that it is our own."""

    @property
    def trusted_proxies(self) -> frozenset[str]:
        """The addresses of the proxies that are believed about whom they forward for."""


def welcome(new: NewSession, settings: SignInSettings, knock: Knock | None = None, *, first: str = "/") -> Redirect:
    """Lead someone who has just signed in to their `first` page, with the cookie of the session.

    With the knock that succeeded the device is known again too.
    """
    known = [] if knock is None else [known_device_cookie(knock, settings)]
    return Redirect(first, status_code=303, cookies=[_session_cookie(new.token, settings), *known])


def _session_cookie(token: str, settings: SignInSettings) -> Cookie:
    # No Max-Age: the cookie goes when the browser does, and the session's own limits hold before that.
    return Cookie(
        key=settings.cookie_name,
        value=token,
        path="/",
        secure=settings.cookie_secure,
        httponly=True,
        samesite="strict",
    )


def go_on_under(request: HTMXRequest, settings: SignInSettings, token: str) -> None:
    """Answer this request with the cookie of its session's new id, and a page with forms that it can send."""
    state = request.scope["state"]
    state["cookies"] = (_session_cookie(token, settings),)
    state["csrf_token"] = csrf_token(settings.form_key, token_hash(token))


def now_signed_in(
    request: HTMXRequest, database: SystemDatabase, settings: SignInSettings, now: datetime
) -> SignedIn | None:
    """Give who is signed in at this browser, if anybody is."""
    found = whose_session(request, database, settings, now)
    return found if found is not None and found.lock is Lock.OPEN else None


def whose_session(
    request: HTMXRequest, database: SystemDatabase, settings: SignInSettings, now: datetime
) -> SignedIn | None:
    """Give whose session this browser has, locked or not, if it has any."""
    token = request.cookies.get(settings.cookie_name)
    return None if token is None else look(database, token, now=now)


def leave(request: HTMXRequest, database: SystemDatabase, settings: SignInSettings, now: datetime) -> None:
    """End the session that this browser has, locked or not: somebody else begins here."""
    if before := whose_session(request, database, settings, now):
        token = request.cookies[settings.cookie_name]
        sign_out(database, token, actor=before.actor, now=now, audit_key=settings.audit_key)
        _take_back_permits(request, database, settings, before.actor, now)


def _take_back_permits(
    request: HTMXRequest, database: SystemDatabase, settings: SignInSettings, actor: Actor, now: datetime
) -> bool:
    """Take back what lets this browser seal new entries for an account; say whether it may hold sealed ones."""
    device_id = request.cookies.get(device_cookie(secure=settings.cookie_secure), "")
    if device_id:
        with database.system() as session:
            revoke_at_sign_out(session, actor.id, device_id, now)
    return bool(device_id)


@get("/sign-in", opt={"public": True}, sync_to_thread=True)
def show_sign_in(
    request: HTMXRequest,
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    now: NamedDependency[datetime],
) -> SignInPage | Redirect:
    """Show the form, or lead someone who is signed in to their first page."""
    if now_signed_in(request, database, settings, now):
        return Redirect("/", status_code=303)
    token = request.cookies.get(settings.cookie_name, "")
    return SignInPage(news=FAREWELLS[farewell(database, token) if token else None])


@post("/sign-in", opt={"public": True, "slow": True}, sync_to_thread=True)
def make_session(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[SignInForm],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> SignInPage | Redirect:
    """Sign in, or show the form again with one neutral sentence."""
    if now_signed_in(request, database, settings, now):
        return Redirect("/", status_code=303)
    attempt = parse(data)
    if isinstance(attempt, tuple):
        return SignInPage(typed=True, email=data.email, errors=attempt)
    knock = knock_of(request, settings, attempt.email, new_token)
    new = sign_in(database, vault, attempt, knock, now=now, new_token=new_token, audit_key=settings.audit_key)
    if isinstance(new, Refused):
        return SignInPage(typed=True, email=attempt.email, errors=(REFUSALS[new],))
    leave(request, database, settings, now)
    return welcome(new, settings, knock)


@get("/sign-in/link/{token:str}", opt={"public": True}, sync_to_thread=True)
def follow_link(
    request: HTMXRequest,
    *,
    token: FromPath[str],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> Redirect:
    """Sign in by a link that works once, ending the browser's session before; the demonstration alone has this.

    Raises:
        Missing: Not the demonstration, or the link is unknown, used or too old.
    """
    if not settings.demo:
        raise Missing
    new = open_link(database, token, now=now, new_token=new_token, audit_key=settings.audit_key)
    if new is None:
        raise Missing
    leave(request, database, settings, now)
    return welcome(new, settings)


@post("/sign-out", opt={"permission": Permission.OWN_SESSION, "any_token": True}, sync_to_thread=True)
def end_session(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[SignOutForm],
    actor: NamedDependency[Actor],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    now: NamedDependency[datetime],
) -> Redirect:
    """Sign out: the session ends for good and the browser forgets what it kept of the portal.

    A browser that may hold sealed entries forgets its storage only when its page says that none is unsent:
    nobody's entry, a colleague's included, is lost by a sign-out.
    """
    token = request.cookies.get(settings.cookie_name, "")
    sign_out(database, token, actor=actor, now=now, audit_key=settings.audit_key)
    gone = Cookie(
        key=settings.cookie_name,
        value="",
        path="/",
        max_age=0,
        secure=settings.cookie_secure,
        httponly=True,
        samesite="strict",
    )
    may_hold_entries = _take_back_permits(request, database, settings, actor, now) and data.unsent != "0"
    forget = {"Clear-Site-Data": '"cache"' if may_hold_entries else '"cache", "storage"'}
    return Redirect("/sign-in", status_code=303, cookies=[gone], headers=forget)


@get("/account", opt={"permission": Permission.OWN_SESSION}, sync_to_thread=False)
def show_account(signed_in: NamedDependency[SignedIn]) -> AccountPage:
    """Show who is signed in."""
    return account_page(signed_in)


HANDLERS: tuple[HTTPRouteHandler, ...] = (show_sign_in, make_session, follow_link, end_session, show_account)
