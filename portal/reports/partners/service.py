"""Who is shown which part of the picture: a partner itself beside the whole, everybody else each partner."""

from lvws_core import desk as desks
from lvws_core.actors import Role
from lvws_core.ids import OrganisationId
from lvws_core.ports import Names
from portal.reports import store
from portal.reports.model import Period
from portal.reports.partners.history.model import Case
from portal.reports.partners.model import Rules, Shown, figures

Desk = desks.Desk[store.Session]
"""The desk of this slice, with the session of its store."""

_EVERY_LEAD = frozenset({Role.ANALYST})
"""Who counts what every organisation sent; a lead's manager counts what the lead itself sent."""


def picture(desk: Desk, names: Names, period: Period) -> Shown:
    """Give the figures of a period as the actor may see them, in two statements."""
    actor = desk.actor
    is_partner = actor.has(Role.PARTNER_MANAGER)
    narrowed = None if is_partner or not actor.roles.isdisjoint(_EVERY_LEAD) else actor.organisation_id
    cases = store.cases(desk.session, period.begins_at, period.ends_at, lead_id=narrowed)
    rules = Rules(now=desk.now, calendar=desk.calendar, policy=desk.policy)
    by_partner: dict[OrganisationId, list[Case]] = {actor.organisation_id: []} if is_partner else {}
    for case in cases:
        by_partner.setdefault(case.partner_id, []).append(case)
    return Shown(
        by_partner={each: figures(theirs, rules) for each, theirs in by_partner.items()},
        every=figures(cases, rules),
        names={each: names.organisation(each) for each in by_partner},
        own=actor.organisation_id if is_partner else None,
    )
