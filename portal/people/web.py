"""The addresses of people: find somebody, read all about them."""

from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from sqlmodel import Session

from lvws_core.actors import Actor, Permission, may
from lvws_core.ids import UserId, parse_reference
from lvws_core.ports import FindRequests, Names
from lvws_core.referrals import direction_from
from portal.people import pages, service, store
from portal.people.alike import web as alike
from portal.people.at_sites import web as at_sites
from portal.people.attempts import web as attempts
from portal.people.characteristics import web as characteristics
from portal.people.conflicts import web as conflicts
from portal.people.consent import web as consent
from portal.people.consent.store import partner_organisations
from portal.people.contact_plan import web as contact_plan
from portal.people.emergency import web as emergency
from portal.people.forms import FindForm
from portal.people.identity import web as identity
from portal.people.marac import web as marac
from portal.people.needs import web as needs
from portal.people.overview.pages import overview
from portal.people.overview.service import FIELDS, beside
from portal.people.risk import web as risk
from portal.people.service import Desk
from portal.people.statements import web as statements
from portal.people.statements.pages import statement_views
from portal.people.statements.service import read_statements
from portal.people.team import web as team
from portal.people.team.model import Team
from portal.people.tell import web as tell
from portal.people.told import web as told

_READ = {"permission": Permission.PERSON_READ}


@get("/people", opt={**_READ, "reading": True}, sync_to_thread=True)
def show_find(
    session: NamedDependency[Session], actor: NamedDependency[Actor], now: NamedDependency[datetime]
) -> pages.FindPage:
    """Show about whom the lead has to decide, the find form, and those whom the reader added last."""
    waiting = pages.waiting_lines(service.waiting(session, actor.organisation_id), now)
    return pages.find_page(store.recent(session, actor.id), direction_from(actor), waiting=waiting)


@post("/people/find", opt={**_READ, "search": True}, sync_to_thread=True)
def find(desk: NamedDependency[Desk], data: URLEncodedBody[FindForm]) -> pages.FindPage | pages.FoundPage:
    """Show who matches; what was typed stays out of the address."""
    sought, errors = data.parse(desk.today)
    if sought is None:
        found = store.recent(desk.session, desk.actor.id)
        return pages.find_page(found, direction_from(desk.actor), data, errors)
    return pages.found_page(service.find_people(desk, sought), data, desk.today)


@get("/people/{reference:str}", opt=_READ, sync_to_thread=True)
def show(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    find_requests: NamedDependency[FindRequests],
    reference: FromPath[str],
    done: FromQuery[str] = "",
) -> pages.PersonPage:
    """Show a person with their referrals; the read is an event."""
    found = service.read_record(desk, parse_reference(reference), also=FIELDS)
    way = direction_from(desk.actor)
    known = partner_organisations(desk.session, way)
    around = beside(desk, found)
    ever = {each.user_id for each in around.team.members} | _who_restricted(around.team)
    return pages.person_page(
        found,
        known,
        way,
        names=names.organisation,
        now=desk.now,
        policy=desk.policy,
        overview=overview(
            around,
            found,
            names=names.organisation,
            colleagues=names.colleagues(frozenset(ever)),
            now=desk.now,
            policy=desk.policy,
        ),
        done=pages.Done.of(done),
        requests=find_requests(found.person.id),
        marac=marac.flag_for(desk, found.person.id),
        may_ask=may(desk.actor, Permission.RIGHTS_RAISE).allowed,
        statements=statement_views(read_statements(desk, found.person.reference)),
    )


def _who_restricted(team: Team) -> set[UserId]:
    return {team.restriction.by} if team.restriction is not None else set()


HANDLERS = (
    show_find,
    find,
    show,
    *identity.HANDLERS,
    *contact_plan.HANDLERS,
    *risk.HANDLERS,
    *consent.HANDLERS,
    *alike.HANDLERS,
    *conflicts.HANDLERS,
    *marac.HANDLERS,
    *attempts.HANDLERS,
    *characteristics.HANDLERS,
    *needs.HANDLERS,
    *told.HANDLERS,
    *statements.HANDLERS,
    *tell.HANDLERS,
    *team.HANDLERS,
    *at_sites.HANDLERS,
    *emergency.HANDLERS,
)
"""Every address of this slice."""
