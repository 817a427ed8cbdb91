"""The addresses that a device asks: for a permit, how its permit stands, and to say that it was wiped."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect, Response

from colocations.contacts.offline.model import Standing
from colocations.contacts.offline.permits import service
from colocations.contacts.offline.permits.model import Bearer, device_cookie
from colocations.contacts.offline.permits.service import Desk, Issued
from colocations.contacts.offline.quarantine.service import given_up_on_device
from lvws_core.actors import Permission

_OWN: Final = {"permission": Permission.SITE_OWN}
BY_PERMIT: Final = {"public": True, "anonymous": True, "by_permit": True}
"""A route for whoever shows a permit: no session, no form."""

_DEVICE_DAYS: Final = 400
_MOST_LOST: Final = 500


@runtime_checkable
class DeviceSettings(Protocol):
    """What a device's cookie needs to know of the installation."""

    @property
    def cookie_secure(self) -> bool:
        """Whether cookies travel over https only."""


class SiteCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a device keeps of a site: nothing about anybody."""

    reference: str
    name: str
    departments: tuple[str, ...]
    safeguarding_phone: str


class PermitCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a device is given; `token` is told this once, `spki` is base64."""

    id: str
    token: str
    kid: str
    spki: str
    issued_at: datetime
    expires_at: datetime
    sites: tuple[SiteCard, ...]


class Standings(msgspec.Struct, frozen=True, kw_only=True):
    """How a permit stands."""

    standing: str
    wipe: bool


class Wiped(msgspec.Struct, frozen=True, kw_only=True):
    """What a device says when it has erased everything: how many entries it could not deliver."""

    lost: int = 0


@post("/api/v1/offline/permits", opt=_OWN, sync_to_thread=True, request_max_body_size=4096)
def give_permit(
    request: HTMXRequest,
    desk: NamedDependency[Desk],
    settings: NamedDependency[DeviceSettings],
    new_token: NamedDependency[Callable[[], str]],
) -> Response[PermitCard]:
    """Give the browser of whoever is signed in a permit, and a name of its own where it has none yet."""
    cookie = device_cookie(secure=settings.cookie_secure)
    device_id, token = request.cookies.get(cookie) or new_token(), new_token()
    issued = service.issue(desk, token, device_id[:64])
    named = Cookie(
        key=cookie,
        value=device_id[:64],
        path="/",
        max_age=_DEVICE_DAYS * 24 * 60 * 60,
        secure=settings.cookie_secure,
        httponly=True,
        samesite="strict",
    )
    return Response(_card(issued, token), status_code=201, cookies=[named])


def _card(issued: Issued, token: str) -> PermitCard:
    permit = issued.permit
    return PermitCard(
        id=str(permit.id),
        token=token,
        kid=permit.kid,
        spki=b64encode(issued.key.spki).decode(),
        issued_at=permit.issued_at,
        expires_at=permit.expires_at,
        sites=tuple(
            SiteCard(
                reference=site.reference,
                name=site.name,
                departments=site.departments,
                safeguarding_phone=site.safeguarding_phone,
            )
            for site in issued.sites
        ),
    )


@get("/api/v1/offline/permits/own", opt=BY_PERMIT, sync_to_thread=True)
def show_standing(desk: NamedDependency[Desk], bearer: NamedDependency[Bearer]) -> Response[Standings]:
    """Say how a permit stands: 410 where the device is to erase everything, once its envelopes are taken."""
    standing = bearer.permit.standing(desk.now)
    is_wiped = standing is Standing.WIPED
    return Response(Standings(standing=standing.value, wipe=is_wiped), status_code=410 if is_wiped else 200)


@post("/api/v1/offline/permits/wiped", opt=BY_PERMIT, sync_to_thread=True, request_max_body_size=4096)
def say_wiped(
    desk: NamedDependency[Desk], bearer: NamedDependency[Bearer], data: JSONBody[Wiped]
) -> Response[Standings]:
    """Take the word of a device that was to be wiped: it has erased everything, and so many entries are lost."""
    is_wiped = bearer.permit.standing(desk.now) is Standing.WIPED
    if is_wiped and bearer.permit.wiped_at is None:
        given_up_on_device(desk, bearer, min(max(data.lost, 0), _MOST_LOST))
        service.wiped(desk, bearer.permit)
    return Response(Standings(standing=bearer.permit.standing(desk.now).value, wipe=is_wiped), status_code=200)


@post("/contacts/offline/permits/{permit:uuid}/revoke", opt=_OWN, sync_to_thread=True)
def revoke(desk: NamedDependency[Desk], permit: FromPath[UUID]) -> Redirect:
    """Take back a permit of one's own."""
    service.revoke(desk, permit)
    return Redirect("/contacts/offline?done=revoked", status_code=303)


@post("/contacts/offline/permits/{permit:uuid}/wipe", opt=_OWN, sync_to_thread=True)
def wipe(desk: NamedDependency[Desk], permit: FromPath[UUID]) -> Redirect:
    """Ask that a device be wiped when it next connects."""
    service.ask_to_wipe(desk, permit)
    return Redirect("/contacts/offline?done=wipe_asked", status_code=303)


HANDLERS = (give_permit, show_standing, say_wiped, revoke, wipe)
"""Every address of the permits."""
