"""The addresses of composing a referral: `/refer/{person}` and `/refer/{person}/{reference}`."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission
from lvws_core.errors import Missing
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, ServiceId, parse_reference
from lvws_core.ports import Names
from lvws_core.referrals import Direction, direction_from
from portal.auth import store as accounts
from portal.intake.from_contact import service as from_contact
from portal.intake.from_contact.pages import origin_words
from portal.intake.from_contact.service import Origin
from portal.people import store as people_store
from portal.people.consent.model import referred_to
from portal.people.consent.store import partner_organisations
from portal.referrals import service
from portal.referrals.forms import (
    LATER,
    NeedForm,
    SendForm,
    ServiceForm,
    ShareForm,
    parse_need,
    parse_service,
    parse_share,
    parse_version,
    typed,
)
from portal.referrals.model import Composition, Draft, Words
from portal.referrals.overriding import web as overriding
from portal.referrals.pages import ComposePage, StartPage, compose_page, first_form, known_needs, need_fields
from portal.referrals.requests import web as requests
from portal.referrals.safety import web as safety
from portal.referrals.sent import web as sent
from portal.referrals.service import Composed, Desk, Ground
from portal.referrals.unplaced import web as unplaced

WRITE = {"permission": Permission.REFERRAL_WRITE}


def _path(person: Reference, reference: Reference, part: str = "") -> str:
    return f"/refer/{person}/{reference}" + (f"?open={part}" if part else "")


def _on_or_later(draft: Draft, then: str, part: str = "") -> Redirect:
    """Lead on to the next part, or back to the person, whose page says where the draft is."""
    person = draft.person_reference
    path = f"/people/{person}?done=draft" if then == LATER else _path(person, draft.reference, part)
    return Redirect(path, status_code=303)


def _to(desk: Desk) -> str:
    way = direction_from(desk.actor)
    return referred_to(partner_organisations(desk.session, way) if way == Direction.INWARD else (), way)


def _composed(desk: Desk, person: str, reference: str) -> Composed:
    return service.compose(desk, parse_reference(person), parse_reference(reference))


@get("/refer/{person:str}", opt=WRITE, sync_to_thread=True)
def show_start(desk: NamedDependency[Desk], person: FromPath[str], contact: FromQuery[str] = "") -> StartPage:
    """Ask what is needed; what the contact says from which they come is there already."""
    reference = parse_reference(person)
    ground = service.ground_before(desk, reference)
    origin = from_contact.origin_for(desk, contact, ground.person_id, opens_note=True)
    form = first_form(ground)
    if origin is not None:
        form = replace(form, incident=origin.note, contact=origin.contact.reference)
    return _start_page(desk, ground, form, origin)


def _start_page(
    desk: Desk,
    ground: Ground,
    form: NeedForm,
    origin: Origin | None,
    errors: tuple[FieldError, ...] = (),
) -> StartPage:
    return StartPage(
        person=ground.person,
        fields=need_fields(form, ground.risk),
        drafts=ground.drafts,
        to=_to(desk),
        known="" if errors else known_needs(ground),
        contact=form.contact,
        origin=origin_words(origin, desk.now),
        consent_href=f"/people/{ground.person}/consent",
        errors=errors,
    )


@post("/refer/{person:str}", opt=WRITE, sync_to_thread=True)
def start(
    desk: NamedDependency[Desk],
    person: FromPath[str],
    data: URLEncodedBody[NeedForm],
) -> StartPage | Redirect:
    """Begin a request, or say what is wrong with part 1."""
    whom = parse_reference(person)
    ground = service.ground_before(desk, whom)
    origin = from_contact.origin_for(desk, data.contact, ground.person_id)
    match parse_need(data, ground.risk):
        case (Composition() as composition, Words() as words):
            draft = service.start(desk, whom, composition, words)
        case _ if data.then == LATER:
            draft = service.save_for_later(desk, whom, typed(data))
        case errors:
            return _start_page(desk, ground, data, origin, errors)
    if origin is not None:
        from_contact.led_to(desk, origin, draft.reference)
    return _on_or_later(draft, data.then)


@get("/contacts/{reference:str}/refer", opt={"permission": Permission.SITE_OWN}, sync_to_thread=True)
def refer_from(desk: NamedDependency[Desk], reference: FromPath[str]) -> Redirect:
    """Lead from a contact of one's own to the referral of the person whom it was about."""
    origin = from_contact.origin_of(desk, parse_reference(reference))
    if origin is None or origin.contact.person_id is None:
        raise Missing
    person = people_store.reference_of(desk.session, origin.contact.person_id)
    return Redirect(f"/refer/{person}?contact={origin.contact.reference}", status_code=303)


@get("/refer/{person:str}/{reference:str}", opt=WRITE, sync_to_thread=True)
def show(
    desk: NamedDependency[Desk],
    person: FromPath[str],
    reference: FromPath[str],
    opened: Annotated[str, QueryParameter(name="open")] = "",
) -> ComposePage:
    """Show the four parts, one of them open."""
    return compose_page(_composed(desk, person, reference), desk, asked=opened)


@post("/refer/{person:str}/{reference:str}/need", opt=WRITE, sync_to_thread=True)
def change_need(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[NeedForm]
) -> ComposePage | Redirect:
    """Change part 1."""
    composed = _composed(desk, person, reference)
    service.check_version(composed, parse_version(data.version))
    assessment = composed.record.assessment
    match parse_need(data, assessment.level if assessment else None):
        case (Composition() as composition, Words() as words):
            draft = service.change_need(desk, composed, composition, words)
            return _on_or_later(draft, data.then)
        case _ if data.then == LATER:
            return _on_or_later(service.keep_for_later(desk, composed, typed(data)), data.then)
        case errors:
            return compose_page(composed, desk, asked="need", errors=errors, form=data)


@post("/refer/{person:str}/{reference:str}/service", opt=WRITE, sync_to_thread=True)
def choose_service(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[ServiceForm]
) -> ComposePage | Redirect:
    """Choose whom to ask."""
    composed = _composed(desk, person, reference)
    match parse_service(data):
        case UUID() as service_id:
            service.check_version(composed, parse_version(data.version))
            draft = service.choose_service(desk, composed, ServiceId(service_id))
            return _on_or_later(draft, data.then, "share")
        case _ if data.then == LATER:
            return _on_or_later(composed.draft, data.then)
        case errors:
            return compose_page(composed, desk, asked="service", errors=errors)


@post("/refer/{person:str}/{reference:str}/share", opt=WRITE, sync_to_thread=True)
def choose_categories(
    desk: NamedDependency[Desk], person: FromPath[str], reference: FromPath[str], data: URLEncodedBody[ShareForm]
) -> ComposePage | Redirect:
    """Choose what to share."""
    composed = _composed(desk, person, reference)
    match parse_share(data):
        case frozenset() as categories:
            service.check_version(composed, parse_version(data.version))
            draft = service.choose_categories(desk, composed, categories)
            return _on_or_later(draft, data.then, "send")
        case _ if data.then == LATER:
            return _on_or_later(composed.draft, data.then)
        case errors:
            return compose_page(composed, desk, asked="share", errors=errors)


@post("/refer/{person:str}/{reference:str}/send", opt=WRITE, sync_to_thread=True)
def send(
    desk: NamedDependency[Desk],
    *,
    person: FromPath[str],
    reference: FromPath[str],
    data: URLEncodedBody[SendForm],
    names: NamedDependency[Names],
) -> Redirect:
    """Send what was previewed."""
    composed = _composed(desk, person, reference)
    service.check_version(composed, parse_version(data.version))
    sender = accounts.team_of(desk.session, desk.actor.id) or names.organisation(desk.actor.organisation_id)
    offer = service.send(desk, composed, digest=data.digest, sender=sender)
    return Redirect(f"/offers/{offer}?done=sent", status_code=303)


HANDLERS = (
    *(refer_from, show_start, start, show, change_need, choose_service, choose_categories, send),
    *(*requests.HANDLERS, *sent.HANDLERS, *unplaced.HANDLERS, *overriding.HANDLERS, *safety.HANDLERS),
)
