"""The addresses of reaching the person."""

from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.consent.contact import AttemptOutcome
from lvws_core.ids import parse_reference
from lvws_core.ports import FindAttempts, Names
from partners.offers import service
from partners.offers.acts.forms import parse_version
from partners.offers.acts.service import Overtaken
from partners.offers.acts.web import ANSWER, after
from partners.offers.contact import service as contact
from partners.offers.contact.forms import (
    AttemptForm,
    NotReached,
    NotReachedForm,
    Tried,
    parse_attempt,
    parse_not_reached,
)
from partners.offers.contact.pages import attempt_page, not_reached_page
from partners.offers.model import FiledOffer
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage


@get("/offers/{reference:str}/attempt", opt=ANSWER, sync_to_thread=True)
def show_attempt(
    desk: NamedDependency[Desk], find_attempts: NamedDependency[FindAttempts], reference: FromPath[str]
) -> SheetPage:
    """Show the form of an attempt, how contact is safe, and when the next one is due."""
    return attempt_page(contact.before_attempt(desk, parse_reference(reference), find_attempts), desk.now)


@post("/offers/{reference:str}/attempt", opt=ANSWER, sync_to_thread=True)
def attempt(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    find_attempts: NamedDependency[FindAttempts],
    reference: FromPath[str],
    data: URLEncodedBody[AttemptForm],
) -> SheetPage | Redirect | OfferPage:
    """Record an attempt; speaking to the person is first contact."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed = service.read(desk, mark)
    match parse_attempt(data, sent_at=filed.offer.sent_at or filed.offer.created_at, now=desk.now):
        case Tried() as tried:
            outcome = contact.record_attempt(desk, mark, version, tried)
            return after(outcome, _done(outcome, tried, desk.now), desk, names, data.note)
        case errors:
            return attempt_page(contact.so_far(desk, mark, find_attempts), desk.now, data, errors)


def _done(outcome: FiledOffer | Overtaken, tried: Tried, now: datetime) -> str:
    if isinstance(outcome, FiledOffer) and outcome.offer.contacted_at == now:
        return "contacted"
    return "answered-by-other" if tried.attempt.outcome == AttemptOutcome.UNEXPECTED_ANSWERER else "tried"


@get("/offers/{reference:str}/not-reached", opt=ANSWER, sync_to_thread=True)
def show_not_reached(
    desk: NamedDependency[Desk], find_attempts: NamedDependency[FindAttempts], reference: FromPath[str]
) -> SheetPage:
    """Show the form, or what is still to be tried and when."""
    reached = contact.before_giving_up(desk, parse_reference(reference), find_attempts)
    return not_reached_page(reached, desk.now)


@post("/offers/{reference:str}/not-reached", opt=ANSWER, sync_to_thread=True)
def not_reached(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    find_attempts: NamedDependency[FindAttempts],
    reference: FromPath[str],
    data: URLEncodedBody[NotReachedForm],
) -> SheetPage | Redirect | OfferPage:
    """Return it to the lead because nobody could be reached."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_not_reached(data):
        case NotReached() as given_up:
            outcome = contact.give_up(desk, mark, version, given_up, find_attempts)
            return after(outcome, "not-reached", desk, names, data.note)
        case errors:
            reached = contact.before_giving_up(desk, mark, find_attempts)
            return not_reached_page(reached, desk.now, data, errors)


HANDLERS = (show_attempt, attempt, show_not_reached, not_reached)
"""Every address of this slice."""
