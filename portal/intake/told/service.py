"""What partners send in: accepting it begins a case; somebody says who it is; assigning hands it over."""

from lvws_core.actors import Actor, Role
from lvws_core.errors import Conflict, Missing
from lvws_core.events import Event
from lvws_core.ids import CaseId, OfferId, PersonId, Reference, UserId, id_like
from lvws_core.phones import phone_digits
from lvws_core.reasons import because
from lvws_core.referrals import Direction, Move, Note, Side
from lvws_core.referrals.moves import ROLES_OF
from partners.offers.incoming.service import TakenOn, taken_on
from portal.auth import store as accounts
from portal.intake import store
from portal.intake.allocation.model import AllocationReason
from portal.intake.allocation.service import give
from portal.intake.model import Case
from portal.intake.told.model import NOT_TOLD, case_from, contact_told, facts_told, fields_told, identity_told
from portal.people import store as people
from portal.people.contact_plan.service import keep_told_plan
from portal.people.model import Identity, Person, Teller
from portal.people.service import Desk, add_person


def takes_in(actor: Actor) -> bool:
    """Say whether the actor answers for the lead what partners send in."""
    return actor.has(*ROLES_OF[Direction.INWARD][Side.PARTNER])


def begin_case(desk: Desk, event: Event) -> None:
    """Follow an offer that was moved: one that came in and was accepted begins a case under its own reference.

    Where nobody with that name or number is known, the person's record is made at once from what was
    shared, and from nothing else; otherwise somebody says first who it is. Events `case.begun` and
    `case.matched`.

    Source: domain 8.3; issue on partner coordination, refer in.
    """
    if event.detail.get("move") != Move.ACCEPT or not takes_in(desk.actor):
        return
    came = taken_on(desk, OfferId(event.subject_id))
    if came is None:
        return
    case = case_from(
        came.filed.offer,
        facts_told(came.snapshot),
        case_id=CaseId(desk.new_id()),
        reference=came.filed.reference,
        needs=came.filed.needs,
        by=desk.actor.id,
        at=desk.now,
        policy_version=desk.policy.version,
    )
    store.add(desk.session, case)
    desk.note("case.begun", case.id, source=case.source.value)
    if not alike_told(desk, identity_told(came.snapshot)):
        _match(desk, case, _new_person(desk, came), how="new")


def hand_over(desk: Desk, event: Event) -> None:
    """Follow an offer that was assigned: its case becomes that worker's; event `case.allocated`.

    A caseworker has it from then on; another intake worker takes it in instead (event `case.taken`).
    """
    if event.detail.get("note") != Note.ASSIGNED or not takes_in(desk.actor):
        return
    case = store.of_offer(desk.session, OfferId(event.subject_id))
    if case is None:
        return
    worker_id = UserId(id_like(event.subject_id, event.detail["worker_id"]))
    if accounts.roles_of(desk.session, worker_id) <= {Role.INTAKE_WORKER}:
        store.put(desk.session, case, taken_by=worker_id)
        desk.note("case.taken", case.id, worker_id=str(worker_id))
        return
    if case.allocated_to != worker_id:
        give(desk, case, worker_id, AllocationReason.ASSIGNED)


def settle(desk: Desk, reference: Reference, version: int, person: Reference | None) -> None:
    """Say who a case is about: somebody who is known, or, with None, nobody whom we know.

    What is known already is not overwritten by what was told; both stand.

    Raises:
        Missing: There is no such case, or the person is none of those who may be the same.
        Conflict: It was said before.
        NotAllowed: What was shared can no longer be opened.
    """
    case = store.get(desk.session, reference)
    if case.person_id is not None or case.version != version:
        raise Conflict(because("already_matched", "assurance I4", "Somebody has said meanwhile who this is."))
    came = came_in(desk, case)
    if person is None:
        _match(desk, case, _new_person(desk, came), how="new")
        return
    known = next((p for p in alike_told(desk, identity_told(came.snapshot)) if p.reference == person), None)
    if known is None:
        raise Missing
    _match(desk, case, known.id, how="known")


def came_in(desk: Desk, case: Case) -> TakenOn:
    """Give what was sent by which a case came.

    Raises:
        Missing: It came in another way.
        NotAllowed: What was shared can no longer be opened.
    """
    found = taken_on(desk, case.offer_id) if case.offer_id is not None else None
    if found is None:
        raise Missing
    return found


def alike_told(desk: Desk, told: Identity) -> tuple[Person, ...]:
    """Give who may be the same person as the one who was told; whoever calls it records what it shows."""
    found = people.possibly_known(desk.session, desk.vault, told)
    if told.name != NOT_TOLD:
        return found
    number = phone_digits(told.phone)
    return tuple(each for each in found if number and phone_digits(each.identity.phone) == number)


def _new_person(desk: Desk, came: TakenOn) -> PersonId:
    identity = identity_told(came.snapshot)
    teller = Teller(organisation_id=came.filed.offer.lead_organisation_id, at=came.filed.offer.sent_at or desk.now)
    person = add_person(desk, identity, dict.fromkeys(fields_told(identity), teller))
    contact = contact_told(came.snapshot)
    if contact is not None:
        keep_told_plan(desk, person.reference, contact)
    return person.id


def _match(desk: Desk, case: Case, person_id: PersonId, *, how: str) -> None:
    store.put(desk.session, case, person_id=person_id)
    desk.note("case.matched", case.id, person_id=str(person_id), how=how)
