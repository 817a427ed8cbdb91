"""The addresses of risk assessments."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec.structs import replace

from lvws_core.actors import Permission
from lvws_core.forms import FieldError, Many
from lvws_core.ids import Reference, parse_reference
from lvws_core.ports import FindPerson
from lvws_core.times import in_words
from portal.people.risk import service
from portal.people.risk.countersign import web as countersign
from portal.people.risk.forms import AssessmentForm, assessment_form
from portal.people.risk.model import Ground
from portal.people.risk.pages import RiskPage, risk_page
from portal.people.risk.series import web as series
from portal.people.risk.stalking import web as stalking
from portal.people.risk.triggers import web as triggers
from portal.people.safe_contact.service import plain_panel_of
from portal.people.service import Desk

_WRITE = {"permission": Permission.RISK_WRITE}


@get("/people/{reference:str}/risk/new", opt=_WRITE, sync_to_thread=True)
def show_assessment(desk: NamedDependency[Desk], reference: FromPath[str]) -> RiskPage:
    """Show the questions as the worker left them, none answered before, and the series so far."""
    whom = parse_reference(reference)
    ground, draft = service.ground_of_assessment(desk, whom), service.kept_draft(desk, whom)
    if draft is None:
        return _page(desk, whom, AssessmentForm(), ground)
    return _page(desk, whom, draft.typed, ground, kept=in_words(draft.kept_at, desk.now))


@post("/people/{reference:str}/risk/count", opt={**_WRITE, "reading": True}, sync_to_thread=True, status_code=200)
def count(
    desk: NamedDependency[Desk],
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> RiskPage:
    """Show what is counted so far; it opens and stores nothing, so it asks for the age again."""
    whom = find_person(parse_reference(reference)).reference
    return risk_page(whom, assessment_form(data), asks_age="age" in data, today=desk.today, policy=desk.policy)


@post("/people/{reference:str}/risk/keep", opt=_WRITE, sync_to_thread=True)
def keep(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]) -> Redirect:
    """Keep what is written so far for this worker; it counts for nothing."""
    whom = parse_reference(reference)
    service.keep_draft(desk, whom, assessment_form(data))
    return Redirect(f"/people/{whom}?done=kept", status_code=303)


@post("/people/{reference:str}/risk/new", opt=_WRITE, sync_to_thread=True)
def assess(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> RiskPage | Redirect:
    """Store the assessment with its level and the decision about MARAC, or show the form again."""
    whom, typed = parse_reference(reference), assessment_form(data)
    ground = service.ground_of_assessment(desk, whom)
    pairs = ground.harmers.keys()
    findings, errors = typed.parse(age=ground.age, today=desk.today, policy=desk.policy, pairs=pairs)
    if findings is None:
        return _page(desk, whom, typed, ground, errors=errors)
    service.record_assessment(desk, whom, findings)
    return Redirect(f"/people/{whom}?done=risk", status_code=303)


def _page(
    desk: Desk,
    whom: Reference,
    typed: AssessmentForm,
    ground: Ground,
    *,
    kept: str = "",
    errors: tuple[FieldError, ...] = (),
) -> RiskPage:
    asks_age = ground.age is None
    page = risk_page(
        whom, typed, asks_age=asks_age, today=desk.today, policy=desk.policy, ground=ground, kept=kept, errors=errors
    )
    return replace(page, safe=plain_panel_of(desk, whom))


HANDLERS = (
    *(show_assessment, count, keep, assess),
    *series.HANDLERS,
    *triggers.HANDLERS,
    *stalking.HANDLERS,
    *countersign.HANDLERS,
)
"""Every address of this slice."""
