"""Allocating a case: the core proposes, a human decides, and every change of worker is stored."""

from collections.abc import Mapping

from lvws_core.ids import UserId
from lvws_core.referrals.allocation import WorkerRole
from portal.intake import store
from portal.intake.allocation import store as allocations
from portal.intake.allocation.model import AllocationReason, Changed
from portal.intake.model import Case
from portal.people.service import Desk

_NO_ROLES: Mapping[UserId, WorkerRole] = {}


def give(
    desk: Desk,
    case: Case,
    worker_id: UserId,
    reason: AllocationReason,
    roles: Mapping[UserId, WorkerRole] = _NO_ROLES,
) -> None:
    """Store whose a case is from now on, and from whom, by whom and why; event `case.allocated`.

    `roles` are those of the workers at this moment, as far as they are known.

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
    allocations.add(desk.session, changed, change_id=desk.new_id(), owner_id=owner_id, policy_version=version)
    old = {} if before is None else {"from_worker_id": str(before)}
    desk.note("case.allocated", case.id, worker_id=str(worker_id), reason=reason.value, **old)
