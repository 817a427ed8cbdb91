"""Reminding a partner by hand that it has not confirmed a stop."""

from lvws_core.actors import Role
from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.ids import Reference
from lvws_core.reasons import because
from lvws_core.referrals import ClockKind, Side
from partners.offers.jobs import ESCALATED, REMINDED
from partners.offers.service import Desk
from partners.offers.taking_back import store
from partners.offers.taking_back.model import OpenStop

_NO_ACCOUNT = because(
    "no_account", "lifecycle 5", "They have no account here and read no reminder. Ask them, and record what they say."
)

_ALREADY = because("reminded_today", "lifecycle 5", "They were reminded today. Ring them, or try again tomorrow.")


def remind(desk: Desk, reference: Reference) -> OpenStop:
    """Remind a partner's team of a stop, once a London day; where it is overdue their managers are told too.

    Events `offer.reminded` and, when overdue, `offer.escalated`, each told in the portal.

    Raises:
        Missing: There is no such offer of the actor's organisation, or nothing is left to confirm.
        Conflict: They were reminded today, or have no account.

    Source: lifecycle 5, clock C.
    """
    stop = store.unconfirmed_of(desk.session, desk.actor.organisation_id, reference)
    if stop.offer.off_portal:
        raise Conflict(_NO_ACCOUNT)
    if stop.was_asked_on(desk.today):
        raise Conflict(_ALREADY)
    store.ask(desk.session, stop.offer.id, desk.today, desk.now)
    desk.record(_event(desk, stop, REMINDED, side=Side.PARTNER))
    if stop.is_late(desk.now):
        desk.record(_event(desk, stop, ESCALATED, roles=(Role.PARTNER_MANAGER,)))
    return stop


def _event(desk: Desk, stop: OpenStop, kind: str, *, side: Side | None = None, roles: tuple[Role, ...] = ()) -> Event:
    offer = stop.offer
    return Event(
        kind=kind,
        at=desk.now,
        actor_id=desk.actor.id,
        subject_id=offer.id,
        organisation_ids=(offer.lead_organisation_id, offer.organisation_id),
        detail={
            "clock": ClockKind.STOP.value,
            "due_at": stop.due_at.isoformat(),
            "side": side and side.value,
            "roles": [role.value for role in roles],
        },
    )
