"""The edge: who is signed in, which routes they may use, what every response says to the browser."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from litestar import Request
from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from lvws_core.actors import may
from lvws_core.errors import Invalid, Missing, NotAllowed
from lvws_core.files import Upload
from lvws_core.reasons import Reason, because
from portal.auth import service as auth
from portal.auth.model import Lock, SignedIn
from portal.auth.model import csrf_token as csrf_token
from portal.auth.stepup.model import is_fresh
from portal.bodies import Form, give_cookies, give_form, read_cookies, read_form, read_upload_form
from portal.database import Database
from portal.permits import PermitNeededError, bearer_of
from portal.settings import Settings

_SAFE_METHODS = {"GET", "HEAD"}
_KEY = re.compile(r"[\w-]{0,64}", re.ASCII)

BY_ITSELF = "x-by-itself"
"""The header of a request that a page makes without anybody touching it."""

HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}
"""What every response says; static files alone may be cached."""

WORKER = "/static/offline-worker.js"
"""The service worker: it may reach the form of a contact, and no other page."""


class SignInNeededError(Exception):
    """Nobody is signed in, and the route is not public."""


class SessionLockedError(Exception):
    """The session is locked, and the route is not public; `owner` is who may open it again."""

    def __init__(self, owner: SignedIn) -> None:
        super().__init__()
        self.owner = owner


class Authenticate(ASGIMiddleware):
    """Find out who is signed in, from our own session table, before anything else happens."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database, self._settings, self._clock = database, settings, clock

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Load the session that the cookie names, if it is alive, with the roles of this moment.

        One that is locked admits nobody; its owner is known to the pages that open it again.
        """
        request = Request[Any, Any, Any](scope)
        give_cookies(scope, read_cookies(request.headers.get("cookie", "")))
        if scope.get("route_handler", _NO_HANDLER).opt.get("by_permit"):
            shown = await sync_to_thread(bearer_of, self._database, request.headers.get("authorization", ""))
            if shown is not None:
                scope["state"]["bearer"], scope["state"]["signed_in"] = shown
            await next_app(scope, receive, send)
            return
        token, by_itself = request.cookies.get(self._settings.cookie_name), BY_ITSELF in request.headers
        if token and not scope.get("route_handler", _NO_HANDLER).opt.get("anonymous"):
            agent, look = request.headers.get("user-agent", ""), auth.look
            now = self._clock()
            found = await sync_to_thread(look, self._database, token, now=now, by_itself=by_itself, agent=agent)
            if found is not None:
                is_open = found.lock is Lock.OPEN
                scope["state"]["signed_in" if is_open else "locked"] = found
                scope["state"]["csrf_token"] = csrf_token(self._settings.secrets.form_key, found.id_hash)
        await next_app(scope, receive, send)


class _NoHandler:
    opt: dict[str, Any] = {}


_NO_HANDLER = _NoHandler()


class StepUpNeededError(Exception):
    """The route wants it shown anew that it is `owner` who asks."""

    def __init__(self, owner: SignedIn) -> None:
        super().__init__()
        self.owner = owner


class StaleFormError(Exception):
    """The form is of a page of our own, but of another session than this one, or of before a change of the key."""


async def admit(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request through only if its route says who may, and the actor is one of them.

    A route `by_permit` takes the permit that a device shows instead of a session, and is no form. One that takes
    `any_token` of our own pages does no harm, and must not wait: signing out, locking, and opening a lock.

    Raises:
        SignInNeededError: Nobody is signed in.
        PermitNeededError: The route is for those who show a permit, and this request shows none.
        SessionLockedError: Somebody is, and the session is locked.
        NotAllowed: The role does not reach, or the form did not come from our own page.
        Missing: The role does not reach, and the route is `unseen`: a compartment is not there for others.
        StepUpNeededError: The route is one to `step_up` for, and it was not shown lately that it is they.
        StaleFormError: The form came from a page of our own and another session.
    """
    signed_in, locked = (connection.scope["state"].get(name) for name in ("signed_in", "locked"))
    if connection.scope.get("method") not in _SAFE_METHODS:
        by_session = not handler.opt.get("by_permit") and (signed_in is not None or locked is not None)
        await _refuse_forgery(connection, has_session=by_session)
    if handler.opt.get("by_permit") and "bearer" not in connection.scope["state"]:
        raise PermitNeededError
    if handler.opt.get("public"):
        return
    if locked is not None:
        raise SessionLockedError(locked)
    if signed_in is None:
        raise SignInNeededError
    permission = handler.opt.get("permission")
    if permission is None:
        raise NotAllowed(because("route_closed", "TOP-17", "This address is not open to anyone."))
    decision = may(signed_in.actor, permission)
    if not decision.allowed:
        raise Missing if handler.opt.get("unseen") else NotAllowed(*decision.reasons)
    if handler.opt.get("step_up") and not _is_fresh(connection, signed_in):
        raise StepUpNeededError(signed_in)


def _is_fresh(connection: ASGIConnection[Any, Any, Any, Any], signed_in: SignedIn) -> bool:
    state = connection.app.state
    within = timedelta(minutes=state.supplies.policy.step_up_minutes)
    return is_fresh(signed_in.proved_at, state.clock(), within)


async def _refuse_forgery(connection: ASGIConnection[Any, Any, Any, Any], *, has_session: bool) -> None:
    forged = because("foreign_form", "TOP-17", "This form did not come from the portal. Open the page again.")
    if connection.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise NotAllowed(forged)
    if not _is_our_origin(connection):
        raise NotAllowed(forged)
    request = Request[Any, Any, Any](connection.scope, connection.receive)
    body, content_type = await request.body(), connection.headers.get("content-type", "")
    state = connection.scope["state"]
    with_file = read_upload_form(body, content_type) if connection.route_handler.opt.get("takes_file") else None
    if with_file is None:
        form = read_form(body, content_type)
    else:
        form, state["upload"] = with_file
    give_form(connection.scope, form)
    if has_session:
        state["form"] = form
        sent = str(form.get("_csrf") or connection.headers.get("x-csrf-token") or "")
        if not hmac.compare_digest(sent.encode("utf-8", "replace"), state["csrf_token"].encode()):
            _say_stale_or_forged(connection, forged)
        said = _said(form, state.get("upload"))
        state["submission"] = (_form_key(form), hashlib.sha256(_content(connection, said)).digest())


def _say_stale_or_forged(connection: ASGIConnection[Any, Any, Any, Any], forged: Reason) -> None:
    # The browser says so of our own page; what says nothing of where it comes from gets no second press.
    if connection.headers.get("sec-fetch-site") != "same-origin":
        raise NotAllowed(forged)
    if connection.route_handler.opt.get("any_token"):
        return
    raise StaleFormError if "signed_in" in connection.scope["state"] else NotAllowed(forged)


# Without the token, which is another after signing in anew, and without the boundary between a body's parts.
def _said(form: Form, upload: Upload | None) -> bytes:
    words = msgspec.json.encode({name: value for name, value in form.items() if name != "_csrf"}, order="sorted")
    return words if upload is None else words + b"\x1f" + upload.name.encode() + b"\x1f" + upload.content


def _form_key(form: Form) -> str:
    key = form.get("_key", "")
    if not isinstance(key, str) or _KEY.fullmatch(key) is None:
        raise Invalid("_key", "not_a_key")
    return key


def _is_our_origin(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    # Under our referrer policy a browser sends "null" for our own forms too, and Sec-Fetch-Site says whose it is.
    origin = connection.headers.get("origin")
    if origin == "null":
        return connection.headers.get("sec-fetch-site") == "same-origin"
    return origin is None or origin.partition("://")[2] == connection.headers.get("host")


def _content(connection: ASGIConnection[Any, Any, Any, Any], body: bytes) -> bytes:
    return connection.scope["path"].encode() + b"\x1f" + body


def response_headers(message: Message, scope: Scope) -> None:
    """Add the headers that every response carries, with the page's own nonce in its policy."""
    if message["type"] != "http.response.start":
        return
    present = {name.lower() for name, _ in message["headers"]}
    wanted = {**HEADERS, "content-security-policy": _policy(scope["state"].get("nonce"))}
    if scope["path"].startswith("/static/") and message["status"] in {200, 304}:
        wanted["cache-control"] = "public, max-age=3600"
    if scope["path"] == WORKER:
        wanted |= {"service-worker-allowed": "/contacts/new", "cache-control": "no-cache"}
    message["headers"] = [
        *message["headers"],
        *(cookie.to_encoded_header() for cookie in scope["state"].get("cookies", ())),
        *((name.encode(), value.encode()) for name, value in wanted.items() if name.encode() not in present),
    ]


def _policy(nonce: str | None) -> str:
    scripts = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'; worker-src 'self'"
    )
