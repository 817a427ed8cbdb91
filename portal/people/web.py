"""The addresses of people: find, add, read, change."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect
from sqlmodel import Session

from lvws_core.actors import Actor, Permission
from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.ids import Reference, parse_reference
from lvws_core.policy import Policy
from lvws_core.ports import Vault
from lvws_core.times import london_day
from portal.people import pages, service, store
from portal.people.consent import store as consent_store
from portal.people.consent import web as consent
from portal.people.contact_plan import web as contact_plan
from portal.people.forms import FindForm, IdentityForm, identity_form, read_version
from portal.people.pages import Done
from portal.people.risk import web as risk

_READ = {"permission": Permission.PERSON_READ}
_WRITE = {"permission": Permission.PERSON_WRITE}


@get("/people", opt={**_READ, "reading": True}, sync_to_thread=True)
def show_find(session: NamedDependency[Session], actor: NamedDependency[Actor]) -> pages.FindPage:
    """Show the find form and those whom the reader added last."""
    return pages.find_page(store.recent(session, actor.id))


@post("/people/find", opt=_READ, sync_to_thread=True)
def find(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    data: URLEncodedBody[FindForm],
) -> pages.FindPage | pages.FoundPage:
    """Show who matches; what was typed stays out of the address."""
    today = london_day(now)
    sought, errors = data.parse(today)
    if sought is None:
        return pages.find_page(store.recent(session, actor.id), data, errors)
    people = service.find_people(session, vault, record, sought=sought, actor=actor, now=now)
    return pages.found_page(people, data, today)


@get("/people/new", opt=_WRITE, sync_to_thread=False)
def show_new() -> pages.IdentityPage:
    """Show the form of a new person."""
    return pages.new_person_page(IdentityForm())


@post("/people/new", opt=_WRITE, sync_to_thread=True)
def add(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    new_id: NamedDependency[Callable[[], UUID]],
    new_reference: NamedDependency[Callable[[], Reference]],
    data: URLEncodedBody[IdentityForm],
) -> pages.IdentityPage | Redirect:
    """Add a person, or show the form again; after a search, show it with what was sought."""
    if data.prefill:
        return pages.new_person_page(data)
    identity, errors = data.parse(london_day(now))
    if identity is None:
        return pages.new_person_page(data, errors)
    reference = new_reference()
    service.add_person(
        session, vault, record, identity=identity, reference=reference, new_id=new_id, actor=actor, now=now
    )
    return Redirect(f"/people/{reference}?done={Done.ADDED}", status_code=303)


@get("/people/{reference:str}", opt=_READ, sync_to_thread=True)
def show(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    policy: NamedDependency[Policy],
    reference: FromPath[str],
    done: FromQuery[str] = "",
) -> pages.PersonPage:
    """Show a person; the read is an event."""
    found = service.read_record(session, vault, record, reference=parse_reference(reference), actor=actor, now=now)
    organisations = consent_store.partner_organisations(session)
    return pages.person_page(found, organisations, now=now, policy=policy, done=Done.of(done))


@get("/people/{reference:str}/identity", opt=_WRITE, sync_to_thread=True)
def show_identity(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reference: FromPath[str],
) -> pages.IdentityPage:
    """Show the form of a known person's details."""
    person = service.read_identity(session, vault, record, reference=parse_reference(reference), actor=actor, now=now)
    return pages.identity_page(person.reference, identity_form(person.identity, person.version))


@post("/people/{reference:str}/identity", opt=_WRITE, sync_to_thread=True)
def change_identity(
    *,
    session: NamedDependency[Session],
    vault: NamedDependency[Vault],
    record: NamedDependency[Callable[[Event], None]],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
    reference: FromPath[str],
    data: URLEncodedBody[IdentityForm],
) -> pages.IdentityPage | pages.IdentityConflictPage | Redirect:
    """Change a person's details, show the form again, or show both texts when somebody was quicker."""
    whom, version = parse_reference(reference), read_version(data.version)
    identity, errors = data.parse(london_day(now))
    if identity is None:
        return pages.identity_page(whom, data, errors)
    try:
        service.change_identity(
            session,
            vault,
            record,
            reference=whom,
            identity=identity,
            expected_version=version,
            actor=actor,
            now=now,
        )
    except Conflict:
        stored = service.read_identity(session, vault, record, reference=whom, actor=actor, now=now)
        return pages.conflict_page(stored, identity)
    return Redirect(f"/people/{whom}?done={Done.IDENTITY}", status_code=303)


HANDLERS = (
    show_find,
    find,
    show_new,
    add,
    show,
    show_identity,
    change_identity,
    *contact_plan.HANDLERS,
    *risk.HANDLERS,
    *consent.HANDLERS,
)
"""Every address of this slice."""
