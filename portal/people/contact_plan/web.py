"""The addresses of the safe-contact plan."""

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
from lvws_core.ports import Vault
from portal.people import service
from portal.people.contact_plan.forms import PlanForm, plan_form, shown
from portal.people.contact_plan.pages import PlanPage, plan_page

_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people/{reference:str}/contact-plan", opt=_WRITE, sync_to_thread=True)
def show_plan(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reference: FromPath[str],
) -> PlanPage:
    """Show the plan in force, ready to be confirmed or changed; a new one is taken for sensitive."""
    found = service.read_record(session, vault, record, reference=parse_reference(reference), actor=actor, now=now)
    typed = shown(found.contact) if found.contact else PlanForm(sensitive=True)
    return plan_page(found.person.reference, typed, assessed=found.assessment is not None)


@post("/people/{reference:str}/contact-plan", opt=_WRITE, sync_to_thread=True)
def confirm_plan(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
    reference: FromPath[str],
    data: URLEncodedBody[dict[str, Many]],
) -> PlanPage | Redirect:
    """Store the plan as confirmed now, or show the form again."""
    whom, typed = parse_reference(reference), plan_form(data)
    contact, errors = typed.parse()
    if contact is None or errors:
        return plan_page(whom, typed, assessed=service.is_assessed(session, whom), errors=errors)
    service.confirm_contact_plan(
        session, vault, record, reference=whom, contact=contact, new_id=new_id, actor=actor, now=now
    )
    return Redirect(f"/people/{whom}?done=plan", status_code=303)


HANDLERS = (show_plan, confirm_plan)
"""Every address of this slice."""
