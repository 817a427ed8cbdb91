"""The addresses of several offers at once; only colleagues of the own team, and each row with its version."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ports import Names
from partners.offers.bulk import service
from partners.offers.bulk.forms import BulkForm, parse_colleague, parse_ticked
from partners.offers.bulk.pages import AssignPage, BulkPage, assign_page, back_to, bulk_page
from partners.offers.bulk.service import Outcome
from partners.offers.service import Desk

_IN_INBOX = {"permission": Permission.INBOX_READ}  # who takes in for the lead answers too, but has no inbox


def _after(form: BulkForm, outcomes: tuple[Outcome, ...], done: str) -> BulkPage | Redirect:
    if not outcomes:
        return Redirect(back_to(form, "none"), status_code=303)
    if any(outcome.reasons for outcome in outcomes):
        return bulk_page(form, outcomes)
    return Redirect(back_to(form, done, len(outcomes)), status_code=303)


@post("/inbox/take-on", opt=_IN_INBOX, sync_to_thread=True)
def take_on(desk: NamedDependency[Desk], data: URLEncodedBody[BulkForm]) -> BulkPage | Redirect:
    """Take the ticked rows on oneself."""
    return _after(data, service.assign_all(desk, parse_ticked(data), desk.actor.id), "taken")


@post("/inbox/assign", opt=_IN_INBOX, sync_to_thread=True)
def assign(
    desk: NamedDependency[Desk], names: NamedDependency[Names], data: URLEncodedBody[BulkForm]
) -> AssignPage | BulkPage | Redirect:
    """Ask to whom the ticked rows go, then assign them."""
    rows = parse_ticked(data)
    if not rows:
        return Redirect(back_to(data, "none"), status_code=303)
    team = names.team(desk.actor.organisation_id)
    if not data.asked:
        return assign_page(data, rows, desk.actor, team)
    match parse_colleague(data, frozenset(team)):
        case tuple() as errors:
            return assign_page(data, rows, desk.actor, team, errors)
        case worker_id:
            return _after(data, service.assign_all(desk, rows, worker_id), "assigned")


@post("/inbox/opened", opt=_IN_INBOX, sync_to_thread=True)
def mark_opened(desk: NamedDependency[Desk], data: URLEncodedBody[BulkForm]) -> BulkPage | Redirect:
    """Mark the ticked rows as opened."""
    return _after(data, service.acknowledge_all(desk, parse_ticked(data)), "opened")


HANDLERS = (take_on, assign, mark_opened)
"""Every address of this slice."""
