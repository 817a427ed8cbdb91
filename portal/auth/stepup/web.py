"""The address of the step-up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from litestar import post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.plugins.htmx import HTMXRequest

from lvws_core.actors import Permission
from lvws_core.forms import FieldError
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from portal.auth.locking.forms import NOT_YOURS, REFUSALS
from portal.auth.locking.model import open_kept
from portal.auth.locking.pages import KeptPage, Why, kept_page
from portal.auth.model import SignedIn
from portal.auth.passkeys.web import PasskeySettings, site_here
from portal.auth.service import SystemDatabase
from portal.auth.stepup.forms import ConfirmForm, parse_confirm
from portal.auth.stepup.pages import ConfirmPage, confirm_page
from portal.auth.stepup.service import confirm, confirm_by_passkey
from portal.auth.throttle.web import knock_inside
from portal.auth.web import go_on_under

_OWN = {"permission": Permission.OWN_SESSION}


@post("/confirm", opt={**_OWN, "slow": True}, sync_to_thread=True)
def confirm_session(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[ConfirmForm],
    signed_in: NamedDependency[SignedIn],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[PasskeySettings],
    policy: NamedDependency[Policy],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
    new_token: NamedDependency[Callable[[], str]],
) -> ConfirmPage | KeptPage:
    """Take the proof, and give back what is kept, to be sent by one press; the session has a new id from here on."""
    kept, token = open_kept(vault, signed_in, data.kept), new_token()
    key, demo = settings.audit_key, settings.demo
    errors: tuple[FieldError, ...] = ()
    if data.answer:
        how: dict[str, Any] = {"now": now, "token": token, "audit_key": key}
        is_right = confirm_by_passkey(database, site_here(settings), signed_in, data.answer, **how)
        errors = () if is_right else (NOT_YOURS,)
    elif isinstance(typed := parse_confirm(data), tuple):
        errors = typed
    else:
        knock = knock_inside(request, settings, signed_in)
        refused = confirm(database, vault, signed_in, typed, knock, now=now, token=token, audit_key=key, demo=demo)
        errors = () if refused is None else (REFUSALS[refused],)
    if errors:
        return confirm_page(kept, data.kept, policy, errors)
    go_on_under(request, settings, token)
    return kept_page(kept, Why.CONFIRMED)


HANDLERS: tuple[HTTPRouteHandler, ...] = (confirm_session,)
"""Every address of this slice."""
