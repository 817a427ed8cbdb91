"""Problems: every error of the domain becomes one plain page with its status, in one place."""

import secrets
from typing import Any, ClassVar

import msgspec
import structlog
from litestar import Request
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Response

from lvws_core.errors import Conflict, Invalid, Missing, NotAllowed
from lvws_core.forms import many
from lvws_core.reasons import Reason
from portal.auth.locking.model import Kept, seal_kept
from portal.auth.locking.pages import LockedPage, Why, kept_page
from portal.auth.model import SignedIn
from portal.auth.stepup.pages import confirm_page
from portal.limits.pages import stopped_page
from portal.limits.service import TooManyError
from portal.logs import where
from portal.permits import PermitNeededError
from portal.rendering import PageResponse
from portal.security import BY_ITSELF, SessionLockedError, SignInNeededError, StaleFormError, StepUpNeededError
from portal.vault import vault_of

_LOG = structlog.get_logger("portal")
_NOT_TYPED = {"_csrf", "_key", "version", "password", "code", "seed", "proof", "digest"}


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the person had written, given back so that it is not lost."""

    field: str
    text: str


class ProblemPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page that says what went wrong and what to do next."""

    template: ClassVar[str] = "problem.html"

    code: str = ""
    title: str
    sentences: tuple[str, ...]
    next_steps: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    typed: tuple[Typed, ...] = ()
    back_href: str | None = None
    back_text: str = "Go back"
    error_id: str | None = None


AnyRequest = Request[Any, Any, Any]

NOT_FOUND = ProblemPage(
    code="missing",
    title="Page not found",
    sentences=("There is nothing here for you. It may never have existed, or it is not yours to see.",),
    next_steps=("Check the reference, or go back to your list.",),
    back_href="/",
    back_text="Go to your first page",
)


def missing(_request: AnyRequest, _error: Exception) -> Response[Any]:
    """Answer what does not exist and what is not the actor's in the same words."""
    return PageResponse(NOT_FOUND, status_code=404)


def not_allowed(request: AnyRequest, error: NotAllowed) -> Response[Any]:
    """Answer a refusal with every reason: a role's at the door, a guard's with the way back and what was typed."""
    of_a_role = any(reason.code == "role_lacks_permission" for reason in error.reasons)
    page = ProblemPage(
        title="You cannot do this",
        sentences=("This was not done.", *(("It belongs to another role than yours.",) if of_a_role else ())),
        next_steps=(_ASK if of_a_role else _PUT_RIGHT,),
        reasons=error.reasons,
        typed=() if of_a_role else _typed(request),
        back_href="/" if of_a_role else _page_of(request.url.path),
        back_text="Go to your first page" if of_a_role else "Go back",
    )
    return PageResponse(page, status_code=403)


_ASK = "If your work needs it, ask your administrator."
_PUT_RIGHT = "Go back: the page shows how it stands now, and what can be done about each of these."


def conflict(request: AnyRequest, error: Conflict) -> Response[Any]:
    """Answer a lost race or a stale page: what happened meanwhile, and what was typed."""
    page = ProblemPage(
        title="This changed while you were working",
        sentences=("Nothing of yours was saved over it.",),
        next_steps=("Look at it as it is now, then decide again.",),
        reasons=error.reasons,
        typed=_typed(request),
        back_href=_page_of(request.url.path),
    )
    return PageResponse(page, status_code=409)


def invalid(request: AnyRequest, error: Invalid) -> Response[Any]:
    """Answer a value that cannot be; a malformed reference is simply not found."""
    if error.field == "reference":
        return PageResponse(NOT_FOUND, status_code=404)
    page = ProblemPage(
        code=error.code,
        title="That cannot be",
        sentences=("Something in the form or the address is not what the portal expects. Nothing was changed.",),
        next_steps=("Go back, check what you entered, and try again.",),
        typed=_typed(request),
        back_href=_page_of(request.url.path),
    )
    return PageResponse(page, status_code=422)


def permit_needed(_request: AnyRequest, _error: PermitNeededError) -> Response[Any]:
    """Answer a device that shows no permit; it keeps what it holds."""
    return Response({"code": "no_permit", "text": _NO_PERMIT}, status_code=401, media_type="application/json")


_NO_PERMIT = "This device has no permit that we know. Sign in on it; what it holds stays there until then."


def sign_in_needed(request: AnyRequest, _error: SignInNeededError) -> Response[Any]:
    """Send someone who is not signed in to the sign-in page, the whole window and not a part of a page."""
    if request.headers.get("hx-request") == "true":
        return Response("", status_code=401, headers={"HX-Redirect": "/sign-in"}, media_type="text/plain")
    return Redirect("/sign-in", status_code=303)


def locked(request: AnyRequest, error: SessionLockedError) -> Response[Any]:
    """Answer what was asked of a locked session with the lock; the page keeps, sealed, what it was.

    A part of a page stays as it is: the tab has what was typed, and covers it.
    """
    if request.headers.get("hx-request") == "true" or BY_ITSELF in request.headers:
        return Response("", status_code=401, headers={"HX-Reswap": "none", "X-Locked": "yes"}, media_type="text/plain")
    kept = _kept(request)
    sealed, is_form = _sealed(request, error.owner, kept), kept.form is not None
    page = LockedPage(name=error.owner.user_name, kept=sealed, is_form_kept=is_form, lost_file=kept.had_file)
    return PageResponse(page, status_code=401)


def step_up_needed(request: AnyRequest, error: StepUpNeededError) -> Response[Any]:
    """Answer what wants a fresh proof with the question for it; the page keeps, sealed, what was asked."""
    kept = _kept(request)
    page = confirm_page(kept, _sealed(request, error.owner, kept), request.app.state.supplies.policy)
    return PageResponse(page, status_code=401, headers=_WHOLE_PAGE)


def too_many(request: AnyRequest, _error: TooManyError) -> Response[Any]:
    """Answer what was over the limit of records with the question why; the way on leads back to it."""
    is_page = request.method == "GET"
    to = request.url.path if is_page else request.url.path.rpartition("/")[0]  # the page of a search
    page = stopped_page(request.app.state.supplies.policy, to=to)
    return PageResponse(page, status_code=429, headers=_WHOLE_PAGE)


def stale_form(request: AnyRequest, _error: StaleFormError) -> Response[Any]:
    """Answer a form of our own page that has the token of another session: all of it, to be sent by one press.

    A part of a page stays as it is, with what is half written in it; its script takes the new token.
    """
    if request.headers.get("hx-request") == "true":
        told = {"HX-Reswap": "none", "X-Form-Token": request.scope["state"]["csrf_token"]}
        return Response("", status_code=403, headers=told, media_type="text/plain")
    return PageResponse(kept_page(_kept(request), Why.STALE), status_code=403)


_WHOLE_PAGE = {"HX-Retarget": "body", "HX-Reswap": "innerHTML"}


def _kept(request: AnyRequest) -> Kept:
    state = request.scope["state"]
    path = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    form = state.get("form")
    kept = None if form is None or "password" in form else form  # no page carries a password: it is typed again
    return Kept(path=path, form=kept, had_file=state.get("upload") is not None)


def _sealed(request: AnyRequest, owner: SignedIn, kept: Kept) -> str:
    return seal_kept(vault_of(request.app.state.settings), owner, kept)


_TOO_LARGE = ProblemPage(
    title="That is too large",
    sentences=("What was sent is larger than the portal takes: a file may have up to 10 MB. Nothing was changed.",),
    next_steps=("Go back and choose a smaller file, or save it with a lower quality first.",),
)


def http(_request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Answer what the framework refused: an unknown address, a method or a body it does not take."""
    if error.status_code == 405:
        return PageResponse(NOT_FOUND, status_code=405, headers=_allowed(error))
    if error.status_code == 404:
        return PageResponse(NOT_FOUND, status_code=404)
    if error.status_code == 413:
        return PageResponse(_TOO_LARGE, status_code=413)
    page = ProblemPage(
        title="That cannot be",
        sentences=("The portal could not read what was sent. Nothing was changed.",),
        next_steps=("Go back, check what you entered, and try again.",),
    )
    return PageResponse(page, status_code=error.status_code)


def _allowed(error: HTTPException) -> dict[str, str]:
    # The framework names the methods of the address, in the order in which its routes were added.
    methods = (error.headers or {}).get("allow", "")
    return {"Allow": ", ".join(sorted(methods.split(", ")))} if methods else {}


def unexpected(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer a defect with an id that the log knows, and nothing of the defect itself."""
    error_id = secrets.token_hex(4)
    route = getattr(request.scope.get("route_handler"), "handler_name", "")
    _LOG.error("unexpected", error_id=error_id, error=type(error).__name__, route=route, where=where(error))
    page = ProblemPage(
        title="Something went wrong",
        sentences=("It is our fault. Nothing half-done was saved.",),
        next_steps=("Try again in a minute. If it happens again, tell your administrator this number.",),
        error_id=error_id,
    )
    return PageResponse(page, status_code=500)


def _typed(request: AnyRequest) -> tuple[Typed, ...]:
    # Litestar calls these handlers without awaiting them; the edge has read the form already.
    form = request.scope["state"].get("form", {})
    words = ((name, value) for name, values in form.items() if name not in _NOT_TYPED for value in many(values))
    return tuple(Typed(field=name.replace("_", " "), text=value) for name, value in words if value.strip())


def _page_of(path: str) -> str:
    """Give the page of the record that an address is about; a referral is one of its person's."""
    parts = path.strip("/").split("/")
    return "/" + "/".join(parts[: 3 if parts[0] == "refer" else 2])


HANDLERS = {
    Missing: missing,
    NotAllowed: not_allowed,
    Conflict: conflict,
    Invalid: invalid,
    SignInNeededError: sign_in_needed,
    PermitNeededError: permit_needed,
    SessionLockedError: locked,
    TooManyError: too_many,
    StepUpNeededError: step_up_needed,
    StaleFormError: stale_form,
    HTTPException: http,
    Exception: unexpected,
}
"""Which error is answered by which page; the most specific class wins."""
