"""The addresses of the conflict register of one person."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from lvws_core.actors import Permission, may
from lvws_core.errors import Missing
from lvws_core.ids import OrganisationId, PersonId, Reference, parse_reference
from lvws_core.ports import Names
from portal.people import store as people
from portal.people.conflicts import service, store
from portal.people.conflicts.forms import (
    EndForm,
    Named,
    PartyForm,
    StaffForm,
    parse_entry,
    parse_party,
    parse_staff,
    unknown_person,
    unknown_staff,
)
from portal.people.conflicts.pages import ConflictLine, ConflictsPage, conflict_line, conflicts_page
from portal.people.consent.model import PartnerOrganisation
from portal.people.consent.store import partner_organisations
from portal.people.service import Desk

_WRITE = {"permission": Permission.PERSON_WRITE}
_REVIEW = {"permission": Permission.CONFLICT_REVIEW}


@get("/people/{reference:str}/conflicts", opt=_WRITE, sync_to_thread=True)
def show_conflicts(
    desk: NamedDependency[Desk], names: NamedDependency[Names], reference: FromPath[str]
) -> ConflictsPage:
    """Show the forms, and to a manager what is registered."""
    whom = parse_reference(reference)
    person_id = service.before_registering(desk, whom)
    return conflicts_page(whom, _organisations(desk, names), _lines(desk, names, person_id))


@post("/people/{reference:str}/conflicts/party", opt=_WRITE, sync_to_thread=True)
def register_party(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[PartyForm],
) -> ConflictsPage | Redirect:
    """Register the other party."""
    whom = parse_reference(reference)
    person_id, read = service.before_registering(desk, whom), parse_party(data, whom)
    other_id = _found(desk, read) if isinstance(read, str) else None
    if other_id is None:
        errors = unknown_person() if isinstance(read, str) else read
        lines = _lines(desk, names, person_id)
        return conflicts_page(whom, _organisations(desk, names), lines, party=data, errors=errors)
    service.register(desk, person_id, other_id=other_id)
    return Redirect(f"/people/{whom}?done=conflict", status_code=303)


@post("/people/{reference:str}/conflicts/staff", opt=_WRITE, sync_to_thread=True)
def register_staff(
    desk: NamedDependency[Desk],
    names: NamedDependency[Names],
    reference: FromPath[str],
    data: URLEncodedBody[StaffForm],
) -> ConflictsPage | Redirect:
    """Register a member of staff."""
    whom, known = parse_reference(reference), _organisations(desk, names)
    person_id, read = service.before_registering(desk, whom), parse_staff(data, frozenset(each.id for each in known))
    staff_id = store.staff_named(desk.session, read.organisation_id, read.name) if isinstance(read, Named) else None
    if staff_id is None:
        errors = unknown_staff() if isinstance(read, Named) else read
        return conflicts_page(whom, known, _lines(desk, names, person_id), staff=data, errors=errors)
    service.register(desk, person_id, staff_id=staff_id)
    # Whoever names themselves finds nothing of this person any more, not even the page that says so.
    is_self = staff_id == desk.actor.id
    return Redirect("/people" if is_self else f"/people/{whom}?done=conflict", status_code=303)


@post("/people/{reference:str}/conflicts/end", opt=_REVIEW, sync_to_thread=True)
def end(desk: NamedDependency[Desk], reference: FromPath[str], data: URLEncodedBody[EndForm]) -> Redirect:
    """End an entry."""
    whom = parse_reference(reference)
    service.end(desk, service.before_registering(desk, whom), parse_entry(data))
    return Redirect(f"/people/{whom}/conflicts", status_code=303)


def _found(desk: Desk, reference: Reference) -> PersonId | None:
    try:
        return people.finder(desk.session)(reference).id
    except Missing:
        return None


def _organisations(desk: Desk, names: Names) -> tuple[PartnerOrganisation, ...]:
    own = OrganisationId(desk.actor.organisation_id)
    return (PartnerOrganisation(id=own, name=names.organisation(own)), *partner_organisations(desk.session))


def _lines(desk: Desk, names: Names, person_id: PersonId) -> tuple[ConflictLine, ...] | None:
    if not may(desk.actor, Permission.CONFLICT_REVIEW).allowed:
        return None
    found = service.registered(desk, person_id)
    others = [other for each in found if (other := each.other_than(person_id)) is not None]
    references = people.references_of(desk.session, others)
    staff = names.colleagues(frozenset(each.staff_id for each in found if each.staff_id is not None))
    return tuple(conflict_line(each, person_id, references, staff) for each in found)


HANDLERS = (show_conflicts, register_party, register_staff, end)
"""Every address of this slice."""
