"""The addresses of what was shared."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, UserId, parse_reference
from lvws_core.ports import Names
from portal.reviews.overrides.pages import people_in
from portal.sharing import service
from portal.sharing.model import Sharing
from portal.sharing.pages import LedgerPage, Ledgers, ledger_page
from portal.sharing.past import web as past
from portal.sharing.receipt import web as receipt
from portal.sharing.service import Desk

READ = {"permission": Permission.PERSON_READ}


@get("/people/{reference:str}/shared", opt=READ, sync_to_thread=True)
def show_ledger(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    organisation: FromQuery[str] = "",
) -> LedgerPage:
    """Show everything that left about a person, or what one organisation was given."""
    whom, only = parse_reference(reference), _organisation(organisation)
    sharings = service.read_ledger(desk, whom)
    return ledger_page(whom, sharings, told(desk, names, sharings), only)


@get("/offers/{reference:str}/why", opt=READ, sync_to_thread=True)
def explain(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Lead from an offer to its place in the ledger: why does this partner know that?"""
    offer = parse_reference(reference)
    return Redirect(f"/people/{service.person_of(desk, offer)}/shared#offer-{offer}", status_code=303)


def told(desk: Desk, names: Names, sharings: tuple[Sharing, ...]) -> Ledgers:
    """Give what the pages of this slice need besides, with the names of those who sent."""
    overrides = [override for sharing in sharings for override in sharing.overrides]
    told_by = (update.confirmed_by for sharing in sharings for update in sharing.updates)
    named = {*(s.history.sent_by for s in sharings), *told_by, *people_in(overrides)} - {None}
    found = names.colleagues(frozenset(UserId(id_) for id_ in named if id_ is not None))
    people = {UUID(str(id_)): name for id_, name in found.items()}
    return Ledgers(names=names, now=desk.now, calendar=desk.calendar, policy=desk.policy, people=people)


def _organisation(text: str) -> OrganisationId | None:
    try:
        return OrganisationId(UUID(text)) if text else None
    except ValueError as error:
        raise Invalid("organisation", "not_an_id") from error


HANDLERS = (show_ledger, explain, *receipt.HANDLERS, *past.HANDLERS)
"""Every address of this slice."""
