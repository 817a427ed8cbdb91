"""The addresses of the end of support."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Move
from partners.offers import service
from partners.offers.acts.forms import VersionForm, parse_version
from partners.offers.acts.web import ANSWER, FOLLOW, after
from partners.offers.ending import service as ending
from partners.offers.ending.forms import LATER, outcome_form, parse_outcome
from partners.offers.ending.model import Outcome
from partners.offers.ending.pages import finish_page, outcome_page
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage


@get("/offers/{reference:str}/finish", opt=ANSWER, sync_to_thread=True)
def show_finish(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form to finish."""
    return finish_page(service.before(desk, parse_reference(reference), Move.FINISH))


@post("/offers/{reference:str}/finish", opt=ANSWER, sync_to_thread=True)
def finish(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> SheetPage | Redirect | OfferPage:
    """Finish support, with its outcome or without it for now."""
    mark, form = parse_reference(reference), outcome_form(data)
    version = parse_version(form.version)
    if form.outcome == LATER:
        return after(ending.finish(desk, mark, version, None), "finished", desk, names, form.note)
    match parse_outcome(form):
        case Outcome() as outcome:
            return after(ending.finish(desk, mark, version, outcome), "completed", desk, names, form.note)
        case errors:
            return finish_page(service.read(desk, mark), form, errors)


@get("/offers/{reference:str}/outcome", opt=ANSWER, sync_to_thread=True)
def show_outcome(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form of the outcome."""
    return outcome_page(service.before(desk, parse_reference(reference), Move.RECORD_OUTCOME))


@post("/offers/{reference:str}/outcome", opt=ANSWER, sync_to_thread=True)
def record_outcome(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> SheetPage | Redirect | OfferPage:
    """Record the outcome of what is finished."""
    mark, form = parse_reference(reference), outcome_form(data)
    version = parse_version(form.version)
    match parse_outcome(form):
        case Outcome() as outcome:
            return after(ending.record_outcome(desk, mark, version, outcome), "completed", desk, names, form.note)
        case errors:
            return outcome_page(service.read(desk, mark), form, errors)


@post("/offers/{reference:str}/acknowledge", opt=FOLLOW, sync_to_thread=True)
def acknowledge(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Say as the lead that the outcome was read."""
    outcome = ending.acknowledge(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "acknowledged", desk, names)


HANDLERS = (show_finish, finish, show_outcome, record_outcome, acknowledge)
"""Every address of this slice."""
