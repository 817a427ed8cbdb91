"""The addresses of consents."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.consent import ConsentStatus, Purpose
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.policy import Policy
from lvws_core.ports import Names
from lvws_core.referrals import direction_from
from partners.offers.history.model import OfferHistory
from portal.people.consent.forms import ConsentForm, organisation_asked, way_back
from portal.people.consent.model import Heard
from portal.people.consent.notes.pages import Reader, asked_by
from portal.people.consent.pages import (
    NO_NEWS,
    ConsentPage,
    News,
    consent_page,
    first_typed,
    latest_day,
    not_taken_news,
)
from portal.people.consent.service import Answers, age_of, declined_of, read_answers, record_consent
from portal.people.consent.store import partner_organisations
from portal.people.consent.withdrawal import web as withdrawal
from portal.people.consent.withdrawal.pages import Clocks, stop_lines, withdrawn_news
from portal.people.consent.withdrawal.service import find, taken_back
from portal.people.safe_contact.service import panel_of
from portal.people.service import Desk

_WRITE = {"permission": Permission.CONSENT_WRITE}


@get("/people/{reference:str}/consent", opt=_WRITE, sync_to_thread=True)
def show_consents(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    *,
    reference: FromPath[str],
    organisation: FromQuery[str] = "",
    back: FromQuery[str] = "",
    asked: FromQuery[str] = "",
    withdrawn: FromQuery[str] = "",
    not_taken: FromQuery[str] = "",
    raised: FromQuery[str] = "",
) -> ConsentPage:
    """Show what was agreed with whom, and the form.

    An address may name the organisation, the request to return to and the categories that it asks for.
    """
    whom = parse_reference(reference)
    typed = ConsentForm(
        organisation=organisation_asked(organisation),
        back=way_back(back) or "",
        asked=asked,
        raised="yes" if raised == "yes" else "",
    )
    proposed = first_typed(typed, desk.now, desk.policy)
    about = _Just(withdrawn=organisation_asked(withdrawn), not_taken=organisation_asked(not_taken))
    return _page(desk, names, whom, proposed, just=about)


@post("/people/{reference:str}/consent", opt=_WRITE, sync_to_thread=True)
def record_said(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[ConsentForm],
) -> ConsentPage | Redirect:
    """Store what the person said and lead back to where it was asked for, or show the form again."""
    whom, back = parse_reference(reference), way_back(data.back)
    known = partner_organisations(desk.session, direction_from(desk.actor))
    said, errors = data.parse(
        known,
        today=desk.today,
        latest=latest_day(desk.now, desk.policy),
        age=age_of(desk, whom),
        declined=declined_of(desk, whom),
    )
    if said is None:
        return _page(desk, names, whom, data, just=_Just(), errors=errors)
    heard = record_consent(desk, whom, said)
    if not heard.taken:
        return Redirect(f"/people/{whom}/consent?not_taken={said.organisation_id}", status_code=303)
    done = _done(heard, desk.policy)
    return Redirect(f"/refer/{whom}/{back}" if back else f"/people/{whom}?done={done}", status_code=303)


class _Around(msgspec.Struct, frozen=True, kw_only=True):
    """What news is told from: the names of organisations by id as text, what was withdrawn, the clocks, the moment."""

    called: Mapping[str, str]
    stopped: tuple[OfferHistory, ...]
    told: Clocks
    now: datetime


class _Just(msgspec.Struct, frozen=True, kw_only=True):
    """About which organisation something has just been done, "" for nothing."""

    withdrawn: str = ""
    not_taken: str = ""


def _done(heard: Heard, policy: Policy) -> str:
    if heard.consent.status is ConsentStatus.ACTIVE and heard.consent.purpose is Purpose.SUPPORT_REFERRAL:
        return "narrowed" if heard.drops else "retimed" if heard.changes_end(policy) else "consent"
    if heard.consent.status is ConsentStatus.ACTIVE:
        return "consent"
    return "withdrawn" if heard.closes_offers else "declined"


def _page(
    desk: Desk,
    names: Names,
    reference: Reference,
    typed: ConsentForm,
    *,
    just: _Just,
    errors: tuple[FieldError, ...] = (),
) -> ConsentPage:
    answers = read_answers(desk, reference)
    known = partner_organisations(desk.session, direction_from(desk.actor))
    reader = Reader(colleagues=names.colleagues(asked_by(answers)), now=desk.now, policy=desk.policy)
    told = Clocks(calendar=desk.calendar, policy=desk.policy)
    called, stopped = {o.id: o.name for o in known}, taken_back(desk, find(desk, reference))
    names_by_text = {str(id_): name for id_, name in called.items()}
    around = _Around(called=names_by_text, stopped=stopped, told=told, now=desk.now)
    return consent_page(
        reference,
        answers,
        known,
        typed,
        reader,
        safe=panel_of(desk, reference),
        news=_news(just, answers, around),
        stops=stop_lines(stopped, called, desk.now, told),
        errors=errors,
    )


def _news(just: _Just, answers: Answers, page: _Around) -> News:
    if name := page.called.get(just.not_taken):
        about = [each for each in answers.not_taken if str(each.organisation_id) == just.not_taken]
        return not_taken_news(name, about)
    if name := page.called.get(just.withdrawn):
        of_whom = [each for each in page.stopped if str(each.filed.offer.organisation_id) == just.withdrawn]
        return News(text=withdrawn_news(name, of_whom, page.now, page.told))
    return NO_NEWS


HANDLERS = (show_consents, record_said, *withdrawal.HANDLERS)
"""Every address of this slice."""
