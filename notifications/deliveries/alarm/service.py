"""The use case of the alarm: what was not delivered, for those who can act."""

from lvws_core import desk as desks
from notifications.deliveries import store
from notifications.deliveries.alarm.model import Alarm, manages_delivery, watches_partners
from notifications.duty import store as duty

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def can_act(desk: Desk) -> bool:
    """Say whether the actor answers for what was not delivered: as a manager, or while on duty for the team.

    At night nobody else is there: whoever is on duty sees to whom and why, and may send again as a manager may. That
    opens nothing to them but the state of a message, and what they decide is in the audit under their name.
    """
    if manages_delivery(desk.actor):
        return True
    return desk.actor.id in duty.on_duty(desk.session, [desk.actor.organisation_id], desk.now)


def alarm(desk: Desk) -> Alarm:
    """Give what was not delivered, in one statement, and nothing to those who cannot act."""
    actor, mine = desk.actor, desk.actor.organisation_id
    only_if = () if manages_delivery(actor) else (duty.is_on_duty(actor.id, mine, desk.now),)
    found = store.dead_by_organisation(desk.session, None if watches_partners(actor) else mine, *only_if)
    return Alarm(mine=found.pop(mine, 0), others=found)
