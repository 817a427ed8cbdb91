"""The address at which one's own password is changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import URLEncodedBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import FieldError
from lvws_core.ports import Vault
from portal.auth.locking.forms import TOO_MANY
from portal.auth.model import Account, Refused, SignedIn
from portal.auth.passkeys.web import PasskeySettings
from portal.auth.passwords.forms import NOT_THE_OLD, PasswordForm, parse_change
from portal.auth.passwords.model import words_of
from portal.auth.passwords.pages import PasswordPage
from portal.auth.passwords.service import change
from portal.auth.service import SystemDatabase
from portal.auth.throttle.web import knock_inside
from portal.auth.ways.codes.service import find
from portal.auth.ways.model import Change
from portal.auth.ways.web import back

_OWN: Final = {"permission": Permission.OWN_SESSION}
_REFUSALS: Final[Mapping[Refused, FieldError]] = {
    Refused.WRONG: NOT_THE_OLD,
    Refused.TOO_MANY_TRIES: msgspec.structs.replace(TOO_MANY, field="old"),
}


def _owner(database: SystemDatabase, signed_in: SignedIn) -> Account:
    account, ways = find(database, signed_in)
    if not ways.has_password:
        raise Missing
    return account


@get("/account/ways/password", opt=_OWN, sync_to_thread=True)
def show_password(signed_in: NamedDependency[SignedIn], database: NamedDependency[SystemDatabase]) -> PasswordPage:
    """Show the form.

    Raises:
        Missing: The account has no password.
    """
    return PasswordPage(email=_owner(database, signed_in).email)


@post("/account/ways/password", opt={**_OWN, "slow": True}, sync_to_thread=True)
def change_password(
    request: HTMXRequest,
    *,
    data: URLEncodedBody[PasswordForm],
    signed_in: NamedDependency[SignedIn],
    database: NamedDependency[SystemDatabase],
    settings: NamedDependency[PasskeySettings],
    vault: NamedDependency[Vault],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
) -> PasswordPage | Redirect:
    """Change the password, or say what is wrong; whoever changes it shows that they know the old one.

    Raises:
        Missing: The account has no password.
    """
    account = _owner(database, signed_in)
    words = words_of(account, settings.organisation, signed_in.organisation)
    if faults := parse_change(data, email=account.email, words=words):
        return PasswordPage(email=account.email, errors=faults)
    knock = knock_inside(request, settings, signed_in)
    how: dict[str, Any] = {"now": now, "new_id": new_id, "audit_key": settings.audit_key}
    refused = change(database, vault, signed_in, account, knock, old=data.old, password=data.password, **how)
    if refused is not None:
        return PasswordPage(email=account.email, errors=(_REFUSALS[refused],))
    return back(Change.PASSWORD_CHANGED)


HANDLERS: tuple[HTTPRouteHandler, ...] = (show_password, change_password)
"""Every address of this slice."""
