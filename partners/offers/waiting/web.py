"""The addresses of the waiting list."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Move, Note
from lvws_core.referrals.codes import waits_at_high_risk
from partners.offers import service
from partners.offers.acts.forms import VersionForm, parse_version
from partners.offers.acts.web import ANSWER, FOLLOW, after
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage
from partners.offers.waiting import service as waiting
from partners.offers.waiting.forms import NoteForm, Waitlist, WaitlistForm, parse_note, parse_waitlist
from partners.offers.waiting.pages import still_needed_page, waitlist_page


@get("/offers/{reference:str}/waitlist", opt=ANSWER, sync_to_thread=True)
def show_waitlist(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form to put an offer on the waiting list."""
    filed = service.before(desk, parse_reference(reference), Move.WAITLIST)
    return waitlist_page(filed, refused=waiting.list_refusals(desk, filed))


@post("/offers/{reference:str}/waitlist", opt=ANSWER, sync_to_thread=True)
def waitlist(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[WaitlistForm],
) -> SheetPage | Redirect | OfferPage:
    """Put an offer on the waiting list."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed = service.read(desk, mark)
    is_high = waits_at_high_risk(Move.WAITLIST, filed.offer.risk)
    match parse_waitlist(data, today=desk.today, needs_override=is_high):
        case Waitlist() as place:
            return after(waiting.put_on_list(desk, mark, version, place), "waitlisted", desk, names, data.words)
        case errors:
            return waitlist_page(filed, data, errors)


@get("/offers/{reference:str}/still-needed", opt=FOLLOW, sync_to_thread=True)
def show_still_needed(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form to say that the place is still needed."""
    return still_needed_page(service.before(desk, parse_reference(reference), Note.STILL_NEEDED))


@post("/offers/{reference:str}/still-needed", opt=FOLLOW, sync_to_thread=True)
def still_needed(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[NoteForm],
) -> SheetPage | Redirect | OfferPage:
    """Say that the place is still needed."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_note(data):
        case str() as note:
            return after(waiting.still_needed(desk, mark, version, note), "still-needed", desk, names, data.note)
        case errors:
            return still_needed_page(service.read(desk, mark), data, errors)


@post("/offers/{reference:str}/ask-still-needed", opt=ANSWER, sync_to_thread=True)
def ask_still_needed(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Ask the lead whether the place is still needed."""
    outcome = waiting.ask_still_needed(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "review-asked", desk, names)


HANDLERS = (show_waitlist, waitlist, show_still_needed, still_needed, ask_still_needed)
"""Every address of this slice."""
