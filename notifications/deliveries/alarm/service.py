"""The use case of the alarm: what was not delivered, for those who can act."""

from lvws_core import desk as desks
from notifications.deliveries import store
from notifications.deliveries.alarm.model import Alarm, hears_alarm, watches_partners

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""


def alarm(desk: Desk) -> Alarm:
    """Give what was not delivered, in one statement; nothing to those who cannot act, without asking."""
    if not hears_alarm(desk.actor):
        return Alarm()
    mine = desk.actor.organisation_id
    found = store.dead_by_organisation(desk.session, None if watches_partners(desk.actor) else mine)
    return Alarm(mine=found.pop(mine, 0), others=found)
