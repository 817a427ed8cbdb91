"""Allocating a case: the core proposes, a human decides, and every change of worker is stored."""

from collections.abc import Mapping

import msgspec

from lvws_core.actors import Permission, may
from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.ids import Reference, UserId
from lvws_core.ports import RecordKey
from lvws_core.reasons import because
from lvws_core.referrals.allocation import Allocation, WorkerRole
from portal.intake import store
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import AllocationReason, Changed, Terms, Worker, against_allocation, propose
from portal.intake.model import Case
from portal.people.service import Desk

_NO_ROLES: Mapping[UserId, WorkerRole] = {}


def give(
    desk: Desk,
    case: Case,
    worker_id: UserId,
    reason: AllocationReason,
    roles: Mapping[UserId, WorkerRole] = _NO_ROLES,
    *,
    note: str = "",
    key: RecordKey | None = None,
) -> None:
    """Store whose a case is from now on, and from whom, by whom and why; event `case.allocated`.

    `roles` are those of the workers at this moment, as far as they are known. `note` is for whoever takes
    it, sealed under the `key` of the person; without one there is none.

    Raises:
        Conflict: Somebody changed the case meanwhile.

    Source: ALLOC-02.
    """
    before = case.allocated_to
    store.put(desk.session, case, allocated_to=worker_id, allocated_at=desk.now)
    changed = Changed(
        case_id=case.id,
        from_worker=before,
        from_role=None if before is None else roles.get(before),
        to_worker=worker_id,
        to_role=roles.get(worker_id),
        by=desk.actor.id,
        reason=reason,
        at=desk.now,
    )
    owner_id, version = desk.actor.organisation_id, desk.policy.version
    change_id = desk.new_id()
    sealed = allocations.sealed_note(desk.vault, key, change_id, note) if key is not None and note else None
    session = desk.session
    allocations.add(session, changed, change_id=change_id, owner_id=owner_id, policy_version=version, sealed=sealed)
    old = {} if before is None else {"from_worker_id": str(before)}
    desk.note("case.allocated", case.id, worker_id=str(worker_id), reason=reason.value, **old)


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A case that needs a worker: those who take cases, and whom the core proposes, with why."""

    case: Case
    workers: tuple[Worker, ...]
    allocation: Allocation


def open_allocation(desk: Desk, reference: Reference, *, complex_needs: bool = False) -> Proposal:
    """Give whom the core proposes for a case; whoever has it now is not proposed again.

    Raises:
        Missing: There is none, or not for this actor.
        Conflict: It is closed, nobody said who it is, or it came by an offer, which is assigned.
        NotAllowed: It has a worker, and the actor does not work on cases.
    """
    case = store.get(desk.session, reference)
    if reasons := against_allocation(case):
        raise Conflict(reasons)
    if case.allocated_to is not None and not may(desk.actor, Permission.CASE_WORK).allowed:
        raise NotAllowed(may(desk.actor, Permission.CASE_WORK).reasons)
    ours = desk.actor.organisation_id
    workers = allocations.workers(desk.session, ours, desk.policy)
    known_to = (
        allocations.worker_known_to(desk.session, ours, case.person_id, besides=case.id) if case.person_id else None
    )
    free = [worker for worker in workers if worker.id != case.allocated_to]
    allocation = propose(case, free, known_to, desk.policy, complex_needs=complex_needs)
    return Proposal(case=case, workers=workers, allocation=allocation)


def allocate(desk: Desk, proposal: Proposal, version: int, worker_id: UserId, reason: AllocationReason) -> None:
    """Give a case to the worker whom a human chose; event `case.allocated`.

    Raises:
        Missing: Nobody who takes cases has this id.
        Conflict: Somebody changed the case meanwhile, or the worker has it already.

    Source: ALLOC-01, ALLOC-02.
    """
    case, roles = proposal.case, {worker.id: worker.terms.role for worker in proposal.workers}
    if worker_id not in roles:
        raise Missing
    if case.version != version or case.allocated_to == worker_id:
        raise Conflict(because("version_changed", "assurance P15", "Somebody else changed this case meanwhile."))
    give(desk, case, worker_id, AllocationReason.FIRST if case.allocated_to is None else reason, roles)


def describe_worker(desk: Desk, worker_id: UserId, terms: Terms) -> None:
    """Store what a caseworker takes; event `case_worker.described`.

    Raises:
        Missing: Nobody who takes cases has this id.
    """
    ours = desk.actor.organisation_id
    if worker_id not in {worker.id for worker in allocations.workers(desk.session, ours, desk.policy)}:
        raise Missing
    allocations.put_terms(desk.session, worker_id, ours, terms)
    desk.note("case_worker.described", worker_id, role=terms.role.value, most_points=terms.most_points)
