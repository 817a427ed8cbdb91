"""Taking in many at once: the rows of each kind are written together, and the cost of one stays the same."""

from collections.abc import Callable, Collection, Sequence

from msgspec.structs import replace

from lvws_core.errors import Invalid
from lvws_core.ids import PersonId, Reference, UserId
from lvws_core.ports import RecordKey
from portal.intake import store
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import AllocationReason, Changed
from portal.intake.model import Case, Registration, check_registration
from portal.intake.service import case_of, note_begun
from portal.people import store as people
from portal.people.contact_plan import store as plans
from portal.people.model import Person
from portal.people.service import Desk


def take_in_unheard(desk: Desk, registrations: Sequence[Registration]) -> tuple[Case, ...]:
    """Do as `take_in` for many that nobody heard from, each with a new person; the rows are written together.

    Their plans are what a file told, so that none counts as confirmed with the person, whatever its source.
    Where the file tells whose a case is, that is its first change of worker; event `case.allocated`.

    Raises:
        Invalid: As `take_in`; nothing of any of them is to be stored then.

    Source: domain 8.1; TOP-10, ALLOC-02.
    """
    for each in registrations:
        if faults := check_registration(each, desk.today):
            raise Invalid(faults[0].field, faults[0].code)
    whose = fresh_references(desk, people.taken, len(registrations))
    what = fresh_references(desk, store.taken, len(registrations))
    placed = [_person(desk, *each) for each in zip(registrations, whose, strict=True)]
    # The people first: a row that comes before its parent makes the database search every table for such rows.
    desk.session.flush()
    cases = tuple(_case(desk, *each) for each in zip(registrations, placed, what, strict=True))
    desk.session.flush()
    return cases


Taken = Callable[[store.Session, Collection[Reference]], Collection[Reference]]


def fresh_references(desk: Desk, taken: Taken, many: int) -> tuple[Reference, ...]:
    """Give so many references that nothing has yet: among a hundred thousand, some would be drawn twice."""
    fresh: dict[Reference, None] = {}
    while len(fresh) < many:
        drawn = dict.fromkeys(desk.new_reference() for _ in range(many - len(fresh)))
        gone = taken(desk.session, drawn)
        fresh |= {each: None for each in drawn if each not in gone}
    return tuple(fresh)


def _person(desk: Desk, registration: Registration, reference: Reference) -> RecordKey:
    person = Person(
        id=PersonId(desk.new_id()),
        reference=reference,
        version=1,
        created_at=desk.now,
        identity=registration.identity,
    )
    return people.place(desk.session, desk.vault, person, owner_id=desk.actor.organisation_id, by=desk.actor.id)


def _case(desk: Desk, registration: Registration, key: RecordKey, reference: Reference) -> Case:
    person_id, contact = PersonId(key.record_id), registration.contact
    desk.note("person.added", person_id, told=[])
    if contact is not None:
        plans.place(desk.session, desk.vault, key, contact, plan_id=desk.new_id(), by=desk.actor.id, at=desk.now)
        desk.note("contact_plan.told", person_id, safe_channels=len(contact.safe))
    case = replace(case_of(desk, registration, person_id), reference=reference)
    store.place(desk.session, desk.vault, key, case, registration.particulars)
    note_begun(desk, case, person_id, "new")
    if case.allocated_to is not None:
        _give(desk, case, case.allocated_to)
    return case


def _give(desk: Desk, case: Case, worker_id: UserId) -> None:
    changed = Changed(
        case_id=case.id, to_worker=worker_id, reason=AllocationReason.IMPORTED, at=desk.now, by=desk.actor.id
    )
    owner_id, version = desk.actor.organisation_id, desk.policy.version
    allocations.place(desk.session, changed, change_id=desk.new_id(), owner_id=owner_id, policy_version=version)
    desk.note("case.allocated", case.id, worker_id=str(worker_id), reason=AllocationReason.IMPORTED.value)
