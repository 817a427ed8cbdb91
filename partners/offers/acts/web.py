"""The addresses of the acts on an offer: each POST is one act, answered by 303 or by the page that says why not."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.ids import parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Move
from partners.offers import service
from partners.offers.acts import service as acts
from partners.offers.acts.forms import (
    ContactForm,
    Decline,
    DeclineForm,
    VersionForm,
    WordsForm,
    parse_contact,
    parse_decline,
    parse_version,
    parse_words,
)
from partners.offers.acts.pages import (
    AskPage,
    ContactPage,
    DeclinePage,
    ask_page,
    contact_page,
    decline_page,
)
from partners.offers.acts.service import Overtaken
from partners.offers.model import FiledOffer
from partners.offers.news.pages import overtaken_page
from partners.offers.pages import OfferPage, Onlooker, offer_page
from partners.offers.service import Desk

ANSWER = {"permission": Permission.OFFER_ANSWER}
MESSAGE = {"permission": Permission.OFFER_MESSAGE}
FOLLOW = {"permission": Permission.OFFER_FOLLOW}


def onlooker(desk: Desk, names: Names) -> Onlooker:
    """Give who looks at the page that answers."""
    return Onlooker(actor=desk.actor, names=names, now=desk.now)


def after(
    outcome: FiledOffer | Overtaken, done: str, desk: Desk, names: Names, typed: str = ""
) -> Redirect | OfferPage:
    """Lead back to the offer, which says what was `done`; or show what came first, with what was typed."""
    if isinstance(outcome, Overtaken):
        return overtaken_page(outcome, onlooker(desk, names), typed=typed)
    return Redirect(f"/offers/{outcome.reference}?done={done}", status_code=303)


@post("/offers/{reference:str}/accept", opt=ANSWER, sync_to_thread=True)
def accept(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[VersionForm],
) -> Redirect | OfferPage:
    """Accept, or say who was quicker."""
    outcome = acts.accept(desk, parse_reference(reference), parse_version(data.version))
    return after(outcome, "accepted", desk, names)


@get("/offers/{reference:str}/ask", opt=ANSWER, sync_to_thread=True)
def show_ask(desk: NamedDependency[Desk], reference: FromPath[str]) -> AskPage:
    """Show the form to ask a question."""
    return ask_page(service.before(desk, parse_reference(reference), Move.ASK))


@post("/offers/{reference:str}/ask", opt=ANSWER, sync_to_thread=True)
def ask(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[WordsForm],
) -> AskPage | Redirect | OfferPage:
    """Ask the lead a question."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_words(data, "Question"):
        case str() as question:
            return after(acts.ask(desk, mark, version, question), "asked", desk, names, data.text)
        case errors:
            return ask_page(service.read(desk, mark), data, errors)


@get("/offers/{reference:str}/decline", opt=ANSWER, sync_to_thread=True)
def show_decline(desk: NamedDependency[Desk], reference: FromPath[str]) -> DeclinePage:
    """Show the form to decline."""
    return decline_page(service.before(desk, parse_reference(reference), Move.DECLINE))


@post("/offers/{reference:str}/decline", opt=ANSWER, sync_to_thread=True)
def decline(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[DeclineForm],
) -> DeclinePage | Redirect | OfferPage:
    """Decline with a reason and whose choice it was."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_decline(data):
        case Decline(detail=detail, text=text):
            return after(acts.decline(desk, mark, version, detail, text), "declined", desk, names, data.words)
        case errors:
            return decline_page(service.read(desk, mark), data, errors)


@post("/offers/{reference:str}/answer", opt=MESSAGE, sync_to_thread=True)
def answer(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[WordsForm],
) -> Redirect | OfferPage:
    """Reply to the partner's question."""
    mark, version = parse_reference(reference), parse_version(data.version)
    match parse_words(data, "Reply"):
        case str() as words:
            return after(acts.answer(desk, mark, version, words), "answered", desk, names, data.text)
        case errors:
            opened = service.open_offer(desk, mark)
            return offer_page(opened, onlooker(desk, names), answer_text=data.text, errors=errors)


@get("/offers/{reference:str}/first-contact", opt=ANSWER, sync_to_thread=True)
def show_first_contact(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> ContactPage:
    """Show the form of the first contact."""
    whom = parse_reference(reference)
    service.before(desk, whom, Move.FIRST_CONTACT)
    return contact_page(service.open_offer(desk, whom), onlooker(desk, names))


@post("/offers/{reference:str}/first-contact", opt=ANSWER, sync_to_thread=True)
def first_contact(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[ContactForm],
) -> ContactPage | Redirect | OfferPage:
    """Record the first contact; the partner is responsible from now on."""
    mark, version = parse_reference(reference), parse_version(data.version)
    filed = service.read(desk, mark)
    match parse_contact(data, sent_at=filed.offer.sent_at or filed.offer.created_at, now=desk.now):
        case acts.FirstContact() as contact:
            outcome = acts.record_first_contact(desk, mark, version, contact)
            return after(outcome, "contacted", desk, names, data.note)
        case errors:
            return contact_page(service.open_offer(desk, mark), onlooker(desk, names), data, errors)


HANDLERS = (accept, show_ask, ask, show_decline, decline, answer, show_first_contact, first_contact)
