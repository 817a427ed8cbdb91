"""The addresses at which somebody sees and changes how they sign in."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Response

from lvws_core.actors import Permission
from portal.auth.model import SignedIn
from portal.auth.passkeys.forms import NOT_MADE, PasskeyForm, parse_name
from portal.auth.passkeys.web import PasskeySettings, options, site_here
from portal.auth.ways import service
from portal.auth.ways.model import Change
from portal.auth.ways.pages import NewPasskeyPage, RemoveWayPage, WaysPage, remove_passkey_page, ways_page
from portal.auth.ways.service import Desk

_OWN: Final = {"permission": Permission.OWN_SESSION}
_READ: Final = {**_OWN, "reading": True}
_CHANGES: Final = {**_OWN, "step_up": True}
"""What changes how somebody signs in asks first whether it is they (ASVS 7.5.1)."""


def back(change: Change) -> Redirect:
    """Lead back to the ways, with what was changed."""
    return Redirect(f"/account/ways?done={change.value}", status_code=303)


@get("/account/ways", opt=_READ, sync_to_thread=True)
def show_ways(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> WaysPage:
    """Show how the actor signs in."""
    return ways_page(service.own(desk), desk.now, done=done)


@get("/account/ways/passkeys/new", opt=_CHANGES, sync_to_thread=False)
def show_new_passkey(settings: NamedDependency[PasskeySettings]) -> NewPasskeyPage:
    """Show the form of a further passkey.

    Raises:
        Missing: There are no passkeys here.
    """
    site_here(settings)
    return NewPasskeyPage()


@post("/account/ways/passkeys/challenge", opt=_CHANGES, sync_to_thread=True, status_code=200)
def ask_for_new_passkey(
    desk: NamedDependency[Desk],
    settings: NamedDependency[PasskeySettings],
    new_token: NamedDependency[Callable[[], str]],
) -> Response[bytes]:
    """Give the browser what it needs to make a passkey."""
    return options(service.ask_for_passkey(desk, site_here(settings), new_token()))


@post("/account/ways/passkeys/new", opt=_CHANGES, sync_to_thread=True)
def add_passkey(
    desk: NamedDependency[Desk],
    signed_in: NamedDependency[SignedIn],
    settings: NamedDependency[PasskeySettings],
    data: URLEncodedBody[PasskeyForm],
) -> NewPasskeyPage | Redirect:
    """Add the passkey that the browser has made, or say what is wrong."""
    site, name = site_here(settings), parse_name(data)
    if isinstance(name, tuple):
        return NewPasskeyPage(name=data.name, errors=name)
    if service.add_passkey(desk, signed_in, site, answer=data.answer, name=name):
        return NewPasskeyPage(name=data.name, errors=(NOT_MADE,))
    return back(Change.PASSKEY_ADDED)


@get("/account/ways/passkeys/{passkey:uuid}/remove", opt={**_CHANGES, "reading": True}, sync_to_thread=True)
def ask_to_remove_passkey(desk: NamedDependency[Desk], passkey: FromPath[UUID]) -> RemoveWayPage:
    """Ask once more before a passkey goes."""
    return remove_passkey_page(service.own(desk), service.passkey(desk, passkey))


@post("/account/ways/passkeys/{passkey:uuid}/remove", opt=_CHANGES, sync_to_thread=True)
def remove_passkey(
    desk: NamedDependency[Desk], signed_in: NamedDependency[SignedIn], passkey: FromPath[UUID]
) -> Redirect:
    """Take the passkey off the account."""
    service.remove_passkey(desk, signed_in, passkey)
    return back(Change.PASSKEY_REMOVED)


HANDLERS: tuple[HTTPRouteHandler, ...] = (
    *(show_ways, show_new_passkey, ask_for_new_passkey, add_passkey),
    *(ask_to_remove_passkey, remove_passkey),
)
"""Every address of this slice."""
