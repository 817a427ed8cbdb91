"""The addresses of consents."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect
from sqlmodel import Session

from lvws_core.actors import Actor, Permission
from lvws_core.events import Event
from lvws_core.forms import FieldError
from lvws_core.ids import Reference, parse_reference
from lvws_core.policy import Policy
from lvws_core.times import london_day
from portal.people import service
from portal.people.consent.forms import ConsentForm, organisation_asked, way_back
from portal.people.consent.pages import ConsentPage, consent_page, latest_day
from portal.people.consent.store import partner_organisations

_WRITE = {"permission": Permission.CONSENT_WRITE}


@get("/people/{reference:str}/consent", opt=_WRITE, sync_to_thread=True)
def show_consents(
    *,
    session: NamedDependency[Session],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    policy: NamedDependency[Policy],
    reference: FromPath[str],
    organisation: FromQuery[str] = "",
    back: FromQuery[str] = "",
) -> ConsentPage:
    """Show what was agreed with whom, and the form; an address may name the organisation and the way back."""
    whom = parse_reference(reference)
    typed = ConsentForm(organisation=organisation_asked(organisation), back=way_back(back) or "")
    return _page(session, record, whom, typed, actor=actor, now=now, policy=policy)


@post("/people/{reference:str}/consent", opt=_WRITE, sync_to_thread=True)
def record_said(
    *,
    session: NamedDependency[Session],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
    policy: NamedDependency[Policy],
    reference: FromPath[str],
    data: URLEncodedBody[ConsentForm],
) -> ConsentPage | Redirect:
    """Store what the person said and lead back to where it was asked for, or show the form again."""
    whom, back = parse_reference(reference), way_back(data.back)
    known = partner_organisations(session)
    said, errors = data.parse(known, today=london_day(now), latest=latest_day(now, policy))
    if said is None:
        return _page(session, record, whom, data, actor=actor, now=now, policy=policy, errors=errors)
    service.record_consent(
        session, record, reference=whom, said=said, new_id=new_id, actor=actor, now=now, policy=policy
    )
    done = "consent" if said.agreed else "declined"
    return Redirect(f"/refer/{whom}/{back}" if back else f"/people/{whom}?done={done}", status_code=303)


def _page(
    session: Session,
    record: Callable[[Event], None],
    reference: Reference,
    typed: ConsentForm,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
    errors: tuple[FieldError, ...] = (),
) -> ConsentPage:
    recorded = service.read_consents(session, record, reference=reference, actor=actor, now=now)
    known = partner_organisations(session)
    return consent_page(reference, recorded, known, typed, now=now, policy=policy, errors=errors)


HANDLERS = (show_consents, record_said)
"""Every address of this slice."""
