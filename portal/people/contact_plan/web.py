"""The addresses of the safe-contact plan."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission
from lvws_core.forms import Many
from lvws_core.ids import parse_reference
from portal.people.contact_plan.forms import PlanForm, plan_form, shown
from portal.people.contact_plan.pages import PlanPage, plan_page
from portal.people.contact_plan.service import confirm_contact_plan
from portal.people.corrections.forms import grounds_form
from portal.people.corrections.model import Grounds
from portal.people.risk.service import is_assessed
from portal.people.service import Desk, read_record

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/contact-plan", opt={**_WRITE, "safety": True}, sync_to_thread=True)
def show_plan(desk: NamedDependency[Desk], reference: FromPath[str]) -> PlanPage:
    """Show the plan in force, ready to be confirmed or changed; a new one is taken for sensitive."""
    found = read_record(desk, parse_reference(reference))
    typed = shown(found.contact) if found.contact else PlanForm(sensitive=True)
    return plan_page(found.person.reference, typed, assessed=found.assessment is not None, is_first=not found.contact)


@post("/people/{reference:str}/contact-plan", opt=_WRITE, sync_to_thread=True)
def confirm_plan(
    desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[dict[str, Many]]
) -> PlanPage | Redirect:
    """Store the plan as confirmed now, or show the form again."""
    whom, typed = parse_reference(reference), plan_form(data)
    (contact, errors), why = typed.parse(), grounds_form(data)
    grounds = why.parse()
    if contact is None or not isinstance(grounds, Grounds):
        also = () if isinstance(grounds, Grounds) else grounds
        return plan_page(whom, typed, assessed=is_assessed(desk, whom), why=why, errors=(*errors, *also))
    confirm_contact_plan(desk, whom, contact, grounds)
    return Redirect(f"/people/{whom}?done=plan", status_code=303)


HANDLERS = (show_plan, confirm_plan)
"""Every address of this slice."""
