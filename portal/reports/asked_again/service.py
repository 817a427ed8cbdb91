"""Who is shown which part of the meter: a partner's manager its own, a lead's manager every partner of the lead."""

from lvws_core import desk as desks
from lvws_core.actors import Role
from lvws_core.ports import Names
from portal.reports import store
from portal.reports.asked_again.model import Meter, counted
from portal.reports.model import Period

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_MANAGERS = (Role.LEAD_MANAGER, Role.PARTNER_MANAGER)


def meter(desk: Desk, names: Names, period: Period) -> Meter:
    """Give the counts of a period as the actor may see them, in two statements; no offer is opened."""
    asked = store.asked_again(desk.session, period.begins_at, period.ends_at)
    opened = store.opened(desk.session, period.begins_at, period.ends_at)
    if desk.actor.has(Role.PARTNER_MANAGER):  # what came to it, and not what it referred on itself
        own = desk.actor.organisation_id
        asked = {each: found for each, found in asked.items() if each == own}
        opened = {each: found for each, found in opened.items() if each == own}
    return Meter(
        counts=counted(asked, opened, is_protected=not desk.actor.has(*_MANAGERS)),
        opened=opened,
        names={each: names.organisation(each) for each in {*asked, *opened}},
    )
