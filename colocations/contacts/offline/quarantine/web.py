"""The addresses where an author sees what arrived and waits, and whoever keeps the sites the numbers."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.plugins.htmx import HTMXRequest
from litestar.response import Redirect

from colocations.contacts import store as contacts
from colocations.contacts.entry import service as entry
from colocations.contacts.offline.permits import store as permit_store
from colocations.contacts.offline.permits.model import device_cookie
from colocations.contacts.offline.permits.web import DeviceSettings
from colocations.contacts.offline.quarantine import service, store
from colocations.contacts.offline.quarantine.pages import (
    CountPage,
    Found,
    MendPage,
    OfflinePage,
    count_page,
    mend_page,
    offline_page,
)
from colocations.contacts.service import Desk
from lvws_core.actors import Permission

_OWN: Final = {"permission": Permission.SITE_OWN}
_ONE: Final = "/contacts/offline/{envelope:uuid}"
_LATELY: Final = timedelta(days=30)


@get("/contacts/offline", opt={**_OWN, "reading": True}, sync_to_thread=True)
def show_offline(
    request: HTMXRequest,
    desk: NamedDependency[Desk],
    settings: NamedDependency[DeviceSettings],
    done: FromQuery[str] = "",
) -> OfflinePage:
    """Show an author what arrived and needs them, what to confirm, and their devices."""
    author_id = desk.actor.id
    to_confirm = contacts.to_confirm(desk.session, author_id)
    found = Found(
        waiting=store.waiting(desk.session, author_id),
        to_confirm=to_confirm,
        wanting_referral=store.wanting_referral(desk.session, (each.id for each in to_confirm)),
        permits=permit_store.of_author(desk.session, author_id),
        device_id=request.cookies.get(device_cookie(secure=settings.cookie_secure), ""),
        given_up=store.count_given_up(desk.session, author_id, desk.now - _LATELY),
    )
    return offline_page(found, desk.now, done=done)


@get(_ONE, opt=_OWN, sync_to_thread=True)
def show_one(desk: NamedDependency[Desk], envelope: FromPath[UUID]) -> MendPage:
    """Open an entry that waits in the ordinary form; the read is recorded."""
    stored = store.own(desk.session, desk.actor.id, envelope)
    content = service.opened(desk, stored)
    return mend_page(entry.again(desk, service.prefilled(stored, content)), stored, desk.now)


@post(_ONE + "/give-up", opt=_OWN, sync_to_thread=True)
def give_up(desk: NamedDependency[Desk], envelope: FromPath[UUID]) -> Redirect:
    """Give up an entry that waits."""
    service.give_up(desk, store.own(desk.session, desk.actor.id, envelope))
    return Redirect("/contacts/offline?done=given_up", status_code=303)


@get(
    "/contacts/offline/count",
    opt={"permission": Permission.SITE_WRITE, "reading": True},
    sync_to_thread=True,
)
def show_count(desk: NamedDependency[Desk]) -> CountPage:
    """Show whoever keeps the sites how many entries wait for their authors, and how many were given up."""
    late, gone = store.counts(desk.session, desk.now - _LATELY, desk.now - timedelta(days=1))
    return count_page(waiting=late, given_up=gone)


HANDLERS = (show_offline, show_one, give_up, show_count)
"""Every address of the quarantine."""
