"""The addresses of what was not delivered."""

from typing import Final
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ports import Names
from notifications.deliveries import service
from notifications.deliveries.alarm.model import HREF
from notifications.deliveries.pages import DeliveriesPage, deliveries_page
from notifications.deliveries.service import Desk

_READ: Final = {"permission": Permission.NOTICE_READ}
"""Whoever is told of things; the use case asks whether they manage the team or are on duty now."""


@get(HREF, opt={**_READ, "reading": True}, sync_to_thread=True)
def show_undelivered(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    after: FromQuery[str | None] = None,
    done: FromQuery[str] = "",
) -> DeliveriesPage:
    """Show what was not delivered to the actor's team, and what is tried again."""
    found = service.undelivered(desk, after)
    return deliveries_page(found, names, desk.actor, desk.now, after=after, done=done)


@post(HREF + "/{delivery:uuid}/send-again", opt=_READ, sync_to_thread=True)
def send_again(desk: NamedDependency[Desk], delivery: FromPath[UUID]) -> Redirect:
    """Let a dead letter be sent after all."""
    service.send_again(desk, delivery)
    return Redirect(f"{HREF}?done=again", status_code=303)


@post(HREF + "/{delivery:uuid}/let-go", opt=_READ, sync_to_thread=True)
def let_go(desk: NamedDependency[Desk], delivery: FromPath[UUID]) -> Redirect:
    """Take a dead letter off the list."""
    service.let_go(desk, delivery)
    return Redirect(f"{HREF}?done=gone", status_code=303)


HANDLERS = (show_undelivered, send_again, let_go)
"""Every address of this slice."""
