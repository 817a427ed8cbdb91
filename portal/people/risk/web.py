"""The addresses of risk assessments."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from lvws_core.ports import FindPerson
from portal.people.risk.forms import AssessmentForm, assessment_form
from portal.people.risk.pages import RiskPage, risk_page
from portal.people.risk.service import ground_of_assessment, record_assessment
from portal.people.service import Desk

_WRITE = {"permission": Permission.RISK_WRITE}


@get("/people/{reference:str}/risk/new", opt=_WRITE, sync_to_thread=True)
def show_assessment(desk: NamedDependency[Desk], reference: FromPath[str]) -> RiskPage:
    """Show the questions, none of them answered, and the series so far."""
    whom = parse_reference(reference)
    ground = ground_of_assessment(desk, whom)
    return risk_page(whom, AssessmentForm(), asks_age=ground.age is None, policy=desk.policy, earlier=ground.earlier)


@post("/people/{reference:str}/risk/count", opt={**_WRITE, "reading": True}, sync_to_thread=True, status_code=200)
def count(
    desk: NamedDependency[Desk],
    find_person: NamedDependency[FindPerson],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> RiskPage:
    """Show what is counted so far; it opens and stores nothing, so it asks for the age again."""
    whom = find_person(parse_reference(reference)).reference
    return risk_page(whom, assessment_form(data), asks_age="age" in data, policy=desk.policy)


@post("/people/{reference:str}/risk/new", opt=_WRITE, sync_to_thread=True)
def assess(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> RiskPage | Redirect:
    """Store the assessment with its level and the decision about MARAC, or show the form again."""
    whom, typed = parse_reference(reference), assessment_form(data)
    ground = ground_of_assessment(desk, whom)
    findings, errors = typed.parse(age=ground.age, today=desk.today, policy=desk.policy)
    if findings is None:
        asks_age, earlier = ground.age is None, ground.earlier
        return risk_page(whom, typed, asks_age=asks_age, policy=desk.policy, earlier=earlier, errors=errors)
    record_assessment(desk, whom, findings)
    return Redirect(f"/people/{whom}?done=risk", status_code=303)


HANDLERS = (show_assessment, count, assess)
"""Every address of this slice."""
