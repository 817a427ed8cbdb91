"""What every use case of the directory begins with: the service, and whether it is one's own."""

from lvws_core import desk as desks
from lvws_core.errors import Missing
from partners.directory import store
from partners.directory.model import ListedService

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def listed_service(desk: Desk, key: str) -> ListedService:
    """Give a service by its key, as it is listed today.

    Raises:
        Missing: There is none.
    """
    return store.service_of(desk.session, key, desk.today, desk.now)


def own_service(desk: Desk, key: str) -> ListedService:
    """Give a service of the actor's own organisation.

    Raises:
        Missing: There is none, or it is another organisation's.
    """
    found = listed_service(desk, key)
    if found.organisation_id != desk.actor.organisation_id:
        raise Missing
    return found
