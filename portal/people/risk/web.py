"""The addresses of risk assessments."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from sqlmodel import Session

from lvws_core.actors import Actor, Permission
from lvws_core.events import Event
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from lvws_core.times import london_day
from portal.people import service
from portal.people.risk.forms import AssessmentForm, assessment_form
from portal.people.risk.pages import RiskPage, risk_page

_WRITE = {"permission": Permission.RISK_WRITE}


@get("/people/{reference:str}/risk/new", opt=_WRITE, sync_to_thread=True)
def show_assessment(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    policy: NamedDependency[Policy],
    reference: FromPath[str],
) -> RiskPage:
    """Show the questions, none of them answered, and the series so far."""
    whom = parse_reference(reference)
    ground = service.ground_of_assessment(session, vault, record, reference=whom, actor=actor, now=now)
    return risk_page(whom, AssessmentForm(), asks_age=ground.age is None, policy=policy, earlier=ground.earlier)


@post("/people/{reference:str}/risk/count", opt=_WRITE, sync_to_thread=False, status_code=200)
def count(reference: FromPath[str], policy: NamedDependency[Policy], data: URLEncodedBody[dict[str, Many]]) -> RiskPage:
    """Show what is counted so far; it reads and stores nothing, so it asks for the age again."""
    typed = assessment_form(data)
    return risk_page(parse_reference(reference), typed, asks_age="age" in data, policy=policy)


@post("/people/{reference:str}/risk/new", opt=_WRITE, sync_to_thread=True)
def assess(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
    policy: NamedDependency[Policy],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> RiskPage | Redirect:
    """Store the assessment with its level and the decision about MARAC, or show the form again."""
    whom, typed = parse_reference(reference), assessment_form(data)
    ground = service.ground_of_assessment(session, vault, record, reference=whom, actor=actor, now=now)
    findings, errors = typed.parse(age=ground.age, today=london_day(now), policy=policy)
    if findings is None:
        return risk_page(whom, typed, asks_age=ground.age is None, policy=policy, earlier=ground.earlier, errors=errors)
    service.record_assessment(
        session,
        vault,
        record,
        reference=whom,
        findings=findings,
        new_id=new_id,
        actor=actor,
        now=now,
        policy=policy,
    )
    return Redirect(f"/people/{whom}?done=risk", status_code=303)


HANDLERS = (show_assessment, count, assess)
"""Every address of this slice."""
