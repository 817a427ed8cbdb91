"""The address of the preferences."""

from collections.abc import Callable
from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect
from sqlmodel import Session

from lvws_core.actors import Actor, Permission, may
from lvws_core.events import Event
from notifications.preferences.service import choose, own
from portal.auth.model import SignedIn
from portal.auth.preferences.forms import PreferencesForm
from portal.auth.preferences.pages import PreferencesPage, preferences_page
from portal.auth.preferences.service import change_preferences

_OWN = {"permission": Permission.OWN_SESSION}


@get("/account/preferences", opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_preferences(
    signed_in: NamedDependency[SignedIn], session: NamedDependency[Session], done: FromQuery[str] = ""
) -> PreferencesPage:
    """Show what the account has set."""
    return preferences_page(signed_in, own(session, signed_in.actor), done=done)


@post("/account/preferences", opt=_OWN, sync_to_thread=True)
def save_preferences(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    record: NamedDependency[Callable[[Event], None]],
    now: NamedDependency[datetime],
    data: URLEncodedBody[PreferencesForm],
) -> Redirect:
    """Save what was set; it holds from the next page on."""
    change_preferences(session, record, actor, shortcuts=data.wants_shortcuts, shared_desk=data.wants_desk, now=now)
    if may(actor, Permission.NOTICE_READ).allowed:
        choose(session, actor, data)
    return Redirect("/account/preferences?done=saved", status_code=303)


HANDLERS: tuple[HTTPRouteHandler, ...] = (show_preferences, save_preferences)
"""Every address of this slice."""
