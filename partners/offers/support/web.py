"""The addresses of support under way."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Actor, reads_own_intakes_only
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Move, Note
from partners.offers import service
from partners.offers.acts.forms import VersionForm, WordsForm, parse_version, parse_words
from partners.offers.acts.service import Overtaken
from partners.offers.acts.web import ANSWER, after
from partners.offers.model import FiledOffer
from partners.offers.pages import OfferPage
from partners.offers.service import Desk
from partners.offers.sheet.pages import SheetPage
from partners.offers.support import service as support
from partners.offers.support.forms import (
    AssignForm,
    HandBackForm,
    PauseForm,
    Told,
    UpdateForm,
    parse_hand_back,
    parse_pause,
    parse_worker,
)
from partners.offers.support.pages import assign_page, hand_back_page, pause_page, update_page


@get("/offers/{reference:str}/update", opt=ANSWER, sync_to_thread=True)
def show_update(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form of an update."""
    return update_page(service.before(desk, parse_reference(reference), Note.UPDATE))


@post("/offers/{reference:str}/update", opt=ANSWER, sync_to_thread=True)
def update(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[UpdateForm],
) -> SheetPage | Redirect | OfferPage:
    """Tell the lead how it goes."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_words(WordsForm(text=data.text), "Update"):
        case str() as words:
            return after(support.update(desk, mark, version, words), "updated", desk, names, data.text)
        case errors:
            return update_page(service.read(desk, mark), data, errors)


@get("/offers/{reference:str}/pause", opt=ANSWER, sync_to_thread=True)
def show_pause(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form of a pause."""
    return pause_page(service.before(desk, parse_reference(reference), Move.PAUSE))


@post("/offers/{reference:str}/pause", opt=ANSWER, sync_to_thread=True)
def pause(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[PauseForm],
) -> SheetPage | Redirect | OfferPage:
    """Pause support."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_pause(data, today=desk.today):
        case Told(detail=detail, note=note):
            return after(support.pause(desk, mark, version, detail, note), "paused", desk, names, data.note)
        case errors:
            return pause_page(service.read(desk, mark), data, errors)


@post("/offers/{reference:str}/resume", opt=ANSWER, sync_to_thread=True)
def resume(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Go on with support."""
    outcome = support.resume(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "resumed", desk, names)


@get("/offers/{reference:str}/hand-back", opt=ANSWER, sync_to_thread=True)
def show_hand_back(desk: NamedDependency[Desk], reference: FromPath[str]) -> SheetPage:
    """Show the form to hand back."""
    return hand_back_page(service.before(desk, parse_reference(reference), Move.HAND_BACK))


@post("/offers/{reference:str}/hand-back", opt=ANSWER, sync_to_thread=True)
def hand_back(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[HandBackForm],
) -> SheetPage | Redirect | OfferPage:
    """Hand back to the lead."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_hand_back(data):
        case Told(detail=detail, note=note):
            return after(support.hand_back(desk, mark, version, detail, note), "handed-back", desk, names, data.note)
        case errors:
            return hand_back_page(service.read(desk, mark), data, errors)


@get("/offers/{reference:str}/assign", opt=ANSWER, sync_to_thread=True)
def show_assign(desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]) -> SheetPage:
    """Show the form to assign."""
    filed = service.before(desk, parse_reference(reference), Note.ASSIGNED)
    return assign_page(filed, desk.actor, names.team(desk.actor.organisation_id))


@post("/offers/{reference:str}/assign", opt=ANSWER, sync_to_thread=True)
def assign(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[AssignForm],
) -> SheetPage | Redirect | OfferPage:
    """Say whose it is in the team."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed, team = service.read(desk, mark), names.team(desk.actor.organisation_id)
    match parse_worker(data, frozenset(team)):
        case tuple() as errors:
            return assign_page(filed, desk.actor, team, data, errors)
        case worker_id:
            outcome = support.assign(desk, mark, version, worker_id)
            if _is_out_of_sight(outcome, desk.actor):
                return Redirect("/cases?done=handed-over", status_code=303)
            return after(outcome, "assigned", desk, names)


def _is_out_of_sight(outcome: FiledOffer | Overtaken, actor: Actor) -> bool:
    """Say whether the actor has just handed over what only its holder may read from now on."""
    if not reads_own_intakes_only(actor) or isinstance(outcome, Overtaken):
        return False
    return outcome.offer.assigned_to != actor.id


HANDLERS = (
    *(show_update, update, show_pause, pause, resume),
    *(show_hand_back, hand_back, show_assign, assign),
)
"""Every address of this slice."""
