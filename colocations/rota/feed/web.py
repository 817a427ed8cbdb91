"""The addresses of the calendar feed: one's own page, and the feed itself, whose address is its key.

The feed is public, because a calendar program signs in nowhere. What keeps it: the token has 256 bits, so guessing
is hopeless at any rate; it is stored as a hash; an unknown or stopped one costs one look in an index and answers like
any address that is none; a known one costs six small reads, is never written, and asks its readers to come back once
an hour. So nothing is counted or locked here: a lock by address would only let a stranger stop a worker's calendar.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from colocations.rota.feed import service, store
from colocations.rota.feed.pages import FeedPage, feed_page
from colocations.rota.pages import PATH
from colocations.rota.service import Desk
from lvws_core.actors import Permission
from lvws_core.ports import SystemTransactions

_OWN: Final = {"permission": Permission.SITE_OWN}
_MINE: Final = f"{PATH}/calendar"


@runtime_checkable  # the framework checks what it injects
class FeedSettings(Protocol):
    """What the address of a feed needs to know of the installation."""

    @property
    def cookie_secure(self) -> bool:
        """Whether the portal is reached over https only: always, but in the demonstration."""


@get(_MINE, opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_feed(desk: NamedDependency[Desk], done: FromQuery[str] = "") -> FeedPage:
    """Show whether the own feed is on."""
    return feed_page(store.made_at(desk.session, desk.actor.id), desk.now, done=done)


@post(_MINE, opt=_OWN, sync_to_thread=True, status_code=200)
def make_feed(
    desk: NamedDependency[Desk],
    new_token: NamedDependency[Callable[[], str]],
    settings: NamedDependency[FeedSettings],
    request: HTMXRequest,
) -> FeedPage:
    """Make the own feed and show its address, this once; an earlier address stops working."""
    token = new_token()
    service.make(desk, token)
    scheme = "https" if settings.cookie_secure else "http"
    address = f"{scheme}://{request.headers.get('host', '')}/calendar/{token}"
    return feed_page(desk.now, desk.now, address=address)


@post(f"{_MINE}/stop", opt=_OWN, sync_to_thread=True)
def stop_feed(desk: NamedDependency[Desk]) -> Redirect:
    """Stop the own feed."""
    service.stop(desk)
    return Redirect(f"{_MINE}?done=stopped", status_code=303)


@get("/calendar/{token:str}", opt={"public": True, "anonymous": True}, sync_to_thread=True)
def give_feed(
    token: FromPath[str], database: NamedDependency[SystemTransactions], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Give a feed to whoever knows its address.

    Raises:
        Missing: There is none of this address, or not any more.
    """
    with database.system(reading=True) as session:
        content = service.give(session, token, now)
    return Response(content, media_type="text/calendar")


HANDLERS = (show_feed, make_feed, stop_feed, give_feed)
"""Every address of this slice."""
