"""Opening a closed service again: a partner's manager its own, the lead's manager every partner's."""

from lvws_core.actors import Permission, may
from lvws_core.errors import Missing
from partners.directory import store as directory
from partners.directory.service import Desk
from partners.directory.services.reopening import store
from partners.directory.services.reopening.model import Closed, reopening


def closed(desk: Desk) -> tuple[Closed, ...]:
    """Give the closed services that the actor may open again, the latest first."""
    is_lead = may(desk.actor, Permission.AGREEMENT_WRITE).allowed
    return store.closed(desk.session, desk.today, None if is_lead else desk.actor.organisation_id)


def reopen(desk: Desk, key: str) -> None:
    """Let a service take referrals again, from today at the latest; event `service.reopened`.

    Raises:
        Missing: There is none, or it is another organisation's.
        Conflict: It has no last day.
    """
    place = store.place_of(desk.session, key)
    is_own = place.organisation_id == desk.actor.organisation_id
    if not is_own and not may(desk.actor, Permission.AGREEMENT_WRITE).allowed:
        raise Missing
    how = reopening(directory.history(desk.session, place.id), desk.today)
    store.reopen(desk.session, place, how, desk.new_id())
    concerned = dict.fromkeys((desk.actor.organisation_id, place.organisation_id))
    begins_on = how.begins_on or how.remit.valid_from
    desk.note("service.reopened", place.id, *concerned, begins_on=begins_on.isoformat())
