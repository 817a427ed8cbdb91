"""What a request says of where it came from, for the throttle; this slice has no address of its own."""

from collections.abc import Callable
from typing import Final, Protocol

from litestar.datastructures import Cookie
from litestar.plugins.htmx import HTMXRequest

from portal.auth.model import SignedIn
from portal.auth.throttle.model import LIMITS, Knock, client_address

_LONGEST_TOKEN: Final = 100


class ProxySettings(Protocol):
    """What the throttle needs to know of the installation."""

    @property
    def cookie_secure(self) -> bool:
        """Whether cookies travel over https only."""

    @property
    def trusted_proxies(self) -> frozenset[str]:
        """The addresses of the proxies that are believed about whom they forward for."""


def knock_of(request: HTMXRequest, settings: ProxySettings, account: str, new_token: Callable[[], str]) -> Knock:
    """Give who tries to sign in to an account, as it was named; a device without a token gets one.

    It is known, and its token worth keeping (`known_device_cookie`), when the sign-in has succeeded.
    """
    told = request.cookies.get(_name(settings), "")[:_LONGEST_TOKEN]
    return Knock(account=account, address=_address(request, settings), device=told or new_token())


def knock_inside(request: HTMXRequest, settings: ProxySettings, owner: SignedIn) -> Knock:
    """Give who shows anew that a session is theirs: no stranger's tries count against it."""
    session = owner.id_hash.hex()
    return Knock(account=str(owner.actor.id), address=_address(request, settings), device=session, is_inside=True)


def known_device_cookie(knock: Knock, settings: ProxySettings) -> Cookie:
    """Give the cookie by which a device is known again; it says of nobody who they are, and lets nobody in."""
    return Cookie(
        key=_name(settings),
        value=knock.device,
        path="/",
        max_age=int(LIMITS.known.total_seconds()),
        secure=settings.cookie_secure,
        httponly=True,
        samesite="strict",
    )


def _name(settings: ProxySettings) -> str:
    return "__Host-known" if settings.cookie_secure else "lvws-demo-known"


def _address(request: HTMXRequest, settings: ProxySettings) -> str:
    peer = request.client.host if request.client else ""
    return client_address(peer, request.headers.getall("x-forwarded-for", []), settings.trusted_proxies)
