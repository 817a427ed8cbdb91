"""The addresses of the lock."""

from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect, Response

from lvws_core.actors import Permission
from lvws_core.forms import FieldError
from lvws_core.ports import Vault
from portal.auth.locking.forms import NOT_YOURS, REFUSALS, UnlockForm, parse_unlock
from portal.auth.locking.model import open_kept
from portal.auth.locking.pages import KeptPage, LockedPage, Why, kept_page
from portal.auth.locking.service import lock, unlock, unlock_by_passkey
from portal.auth.model import SignedIn
from portal.auth.passkeys.web import PasskeySettings, site_here
from portal.auth.service import SystemDatabase
from portal.auth.throttle.web import knock_inside
from portal.auth.web import SignInSettings, whose_session

_OWN = {"permission": Permission.OWN_SESSION}


@get("/still-here", opt=_OWN, sync_to_thread=False, status_code=204)
def still_here() -> None:
    """Say nothing but that the session is open; that somebody types on a page is a use of it."""


@post("/lock", opt={**_OWN, "any_token": True}, sync_to_thread=True, status_code=204)
def lock_session(
    signed_in: NamedDependency[SignedIn],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    now: NamedDependency[datetime],
) -> None:
    """Lock this session at once; an account without the profile of a shared desk has nothing to lock."""
    if signed_in.desk:
        lock(database, signed_in, now=now, audit_key=settings.audit_key)


@post("/unlock", opt={"public": True, "slow": True, "any_token": True}, sync_to_thread=True)
def unlock_session(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[UnlockForm],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[PasskeySettings],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
) -> LockedPage | KeptPage | Redirect | Response[None]:
    """Open the lock and lead back to what was asked; a form that had come too late is sent on by one press."""
    is_part = request.headers.get("hx-request") == "true"
    owner = whose_session(request, database, settings, now)
    if owner is None or not owner.desk:
        headers = {"HX-Redirect": "/sign-in"}
        return Response(None, status_code=401, headers=headers) if is_part else Redirect("/sign-in", status_code=303)
    kept = open_kept(vault, owner, data.kept)
    key, demo = settings.audit_key, settings.demo
    errors: tuple[FieldError, ...] = ()
    if data.answer:
        site = site_here(settings)
        is_right = unlock_by_passkey(database, site, owner, data.answer, now=now, audit_key=key)
        errors = () if is_right else (NOT_YOURS,)
    elif isinstance(typed := parse_unlock(data, owner.lock), tuple):
        errors = typed
    else:
        knock = knock_inside(request, settings, owner)
        refused = unlock(database, vault, owner, typed, knock, now=now, audit_key=key, demo=demo)
        errors = () if refused is None else (REFUSALS[refused],)
    if errors:
        is_form, lost = kept.form is not None, kept.had_file
        return LockedPage(name=owner.user_name, kept=data.kept, is_form_kept=is_form, lost_file=lost, errors=errors)
    if is_part:
        return Response(None, status_code=204)
    return Redirect(kept.path, status_code=303) if kept.form is None else kept_page(kept, Why.UNLOCKED)


HANDLERS: tuple[HTTPRouteHandler, ...] = (still_here, lock_session, unlock_session)
"""Every address of this slice."""
