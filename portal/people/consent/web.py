"""The addresses of consents."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.consent import ConsentStatus, Purpose
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.policy import Policy
from lvws_core.referrals import direction_from
from portal.people.consent.forms import ConsentForm, organisation_asked, way_back
from portal.people.consent.model import Heard
from portal.people.consent.pages import ConsentPage, consent_page, latest_day
from portal.people.consent.service import read_consents, record_consent
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
    *,
    reference: FromPath[str],
    organisation: FromQuery[str] = "",
    back: FromQuery[str] = "",
    asked: FromQuery[str] = "",
    withdrawn: FromQuery[str] = "",
) -> ConsentPage:
    """Show what was agreed with whom, and the form.

    An address may name the organisation, the request to return to and the categories that it asks for.
    """
    whom = parse_reference(reference)
    typed = ConsentForm(organisation=organisation_asked(organisation), back=way_back(back) or "", asked=asked)
    return _page(desk, whom, typed, withdrawn=organisation_asked(withdrawn))


@post("/people/{reference:str}/consent", opt=_WRITE, sync_to_thread=True)
def record_said(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[ConsentForm]
) -> ConsentPage | Redirect:
    """Store what the person said and lead back to where it was asked for, or show the form again."""
    whom, back = parse_reference(reference), way_back(data.back)
    known = partner_organisations(desk.session, direction_from(desk.actor))
    said, errors = data.parse(known, today=desk.today, latest=latest_day(desk.now, desk.policy))
    if said is None:
        return _page(desk, whom, data, errors)
    done = _done(record_consent(desk, whom, said), desk.policy)
    return Redirect(f"/refer/{whom}/{back}" if back else f"/people/{whom}?done={done}", status_code=303)


def _done(heard: Heard, policy: Policy) -> str:
    if heard.consent.status is ConsentStatus.ACTIVE and heard.consent.purpose is Purpose.SUPPORT_REFERRAL:
        return "narrowed" if heard.drops else "retimed" if heard.changes_end(policy) else "consent"
    if heard.consent.status is ConsentStatus.ACTIVE:
        return "consent"
    return "withdrawn" if heard.closes_offers else "declined"


def _page(
    desk: Desk,
    reference: Reference,
    typed: ConsentForm,
    errors: tuple[FieldError, ...] = (),
    *,
    withdrawn: str = "",
) -> ConsentPage:
    recorded = read_consents(desk, reference)
    known = partner_organisations(desk.session, direction_from(desk.actor))
    told = Clocks(calendar=desk.calendar, policy=desk.policy)
    names, stopped = {o.id: o.name for o in known}, taken_back(desk, find(desk, reference))
    of_whom = [history for history in stopped if str(history.filed.offer.organisation_id) == withdrawn]
    name = next((o.name for o in known if str(o.id) == withdrawn), "")
    return consent_page(
        reference,
        recorded,
        known,
        typed,
        now=desk.now,
        policy=desk.policy,
        safe=panel_of(desk, reference),
        news=withdrawn_news(name, of_whom, desk.now, told) if name else "",
        stops=stop_lines(stopped, names, desk.now, told),
        errors=errors,
    )


HANDLERS = (show_consents, record_said, *withdrawal.HANDLERS)
"""Every address of this slice."""
