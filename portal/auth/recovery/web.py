"""The addresses of recovery codes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ports import Vault
from portal.auth.forms import REFUSALS
from portal.auth.model import Refused
from portal.auth.recovery import service
from portal.auth.recovery.forms import RecoveryForm, parse_recovery
from portal.auth.recovery.pages import RecoveryCodesPage, RecoverySignInPage
from portal.auth.recovery.service import Desk
from portal.auth.service import SystemDatabase
from portal.auth.throttle.web import knock_of
from portal.auth.web import SignInSettings, leave, now_signed_in, welcome

_CHANGES: Final = {"permission": Permission.OWN_SESSION, "step_up": True}


@get("/sign-in/recovery", opt={"public": True}, sync_to_thread=True)
def show_recovery(
    request: HTMXRequest,
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    now: NamedDependency[datetime],
) -> RecoverySignInPage | Redirect:
    """Show the form, or lead someone who is signed in to their first page."""
    if now_signed_in(request, database, settings, now):
        return Redirect("/", status_code=303)
    return RecoverySignInPage()


@post("/sign-in/recovery", opt={"public": True, "slow": True}, sync_to_thread=True)
def recover(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[RecoveryForm],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[SignInSettings],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
    new_token: NamedDependency[Callable[[], str]],
) -> RecoverySignInPage | Redirect:
    """Sign in and lead to the ways to sign in, where another app is set up; or show one neutral sentence."""
    if now_signed_in(request, database, settings, now):
        return Redirect("/", status_code=303)
    attempt = parse_recovery(data)
    if isinstance(attempt, tuple):
        return RecoverySignInPage(email=data.email, errors=attempt)
    knock = knock_of(request, settings, attempt.email, new_token)
    how: dict[str, Any] = {"new_token": new_token, "new_id": new_id, "audit_key": settings.audit_key}
    new = service.sign_in_with_code(database, vault, attempt, knock, now=now, **how)
    if isinstance(new, Refused):
        return RecoverySignInPage(email=attempt.email, errors=(REFUSALS[new],))
    leave(request, database, settings, now)
    return welcome(new, settings, knock, first="/account/ways?done=recovered")


@get("/account/ways/recovery", opt={**_CHANGES, "reading": True}, sync_to_thread=True)
def show_codes_left(desk: NamedDependency[Desk]) -> RecoveryCodesPage:
    """Show what recovery codes are, and how many are left.

    Raises:
        Missing: The actor has no password and codes for which they would stand in.
    """
    return RecoveryCodesPage(left=service.left(desk))


@post("/account/ways/recovery", opt=_CHANGES, sync_to_thread=True)
def make_codes(desk: NamedDependency[Desk], new_token: NamedDependency[Callable[[], str]]) -> RecoveryCodesPage:
    """Make new codes and show them this once.

    Raises:
        Missing: The actor has no password and codes for which they would stand in.
    """
    codes = service.make(desk, new_token)
    return RecoveryCodesPage(left=len(codes), codes=codes)


HANDLERS: tuple[HTTPRouteHandler, ...] = (show_recovery, recover, show_codes_left, make_codes)
"""Every address of this slice."""
