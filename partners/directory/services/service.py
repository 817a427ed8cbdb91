"""Adding and closing services: a partner's manager its own, the lead's manager every partner's."""

from datetime import date
from uuid import UUID

from lvws_core.actors import Permission, may
from lvws_core.errors import Missing
from lvws_core.ids import ServiceId
from lvws_core.ports import Names
from partners.directory import store as directory
from partners.directory.model import ListedService
from partners.directory.service import Desk, listed_service
from partners.directory.services import store
from partners.directory.services.forms import NewService, free_key


def organisations(desk: Desk, names: Names) -> dict[UUID, str]:
    """Give whose services the actor may add: the own, or for the lead's manager those of every partner."""
    if may(desk.actor, Permission.AGREEMENT_WRITE).allowed:
        return names.partners()
    return {desk.actor.organisation_id: names.organisation(desk.actor.organisation_id)}


def closable(desk: Desk, key: str) -> ListedService:
    """Give a service that the actor may close.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    found = listed_service(desk, key)
    if not may_close(desk, found):
        raise Missing
    return found


def may_close(desk: Desk, listed: ListedService) -> bool:
    """Say whether the actor may close a service."""
    is_own = listed.organisation_id == desk.actor.organisation_id
    is_lead = may(desk.actor, Permission.AGREEMENT_WRITE).allowed
    return may(desk.actor, Permission.SERVICE_WRITE).allowed and (is_own or is_lead)


def add(desk: Desk, new: NewService) -> str:
    """Add a service and give its key; event `service.added`."""
    service_id = ServiceId(desk.new_id())
    key = free_key(new.name, store.keys(desk.session))
    store.add(desk.session, new, service_id=service_id, key=key, remit_id=desk.new_id())
    concerned = dict.fromkeys((desk.actor.organisation_id, new.organisation_id))
    desk.note("service.added", service_id, *concerned, begins_on=new.remit.begins_on.isoformat())
    return key


def close(desk: Desk, listed: ListedService, last: date) -> None:
    """Let a service take no referral after a day; event `service.closed`. What it has stays with it."""
    history = directory.history(desk.session, listed.service.id)
    store.end(desk.session, listed.organisation_id, listed.service.id, history, last)
    concerned = dict.fromkeys((desk.actor.organisation_id, listed.organisation_id))
    desk.note("service.closed", listed.service.id, *concerned, last=last.isoformat())
