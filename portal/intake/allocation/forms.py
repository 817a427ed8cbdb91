"""The forms of allocation: who takes a case and why, and what a caseworker takes."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from lvws_core.forms import Faults, FieldError, Many, many
from lvws_core.ids import UserId
from lvws_core.policy import LARGEST
from lvws_core.referrals.allocation import WorkerRole
from portal.intake.allocation.model import AllocationReason, Terms


class AllocateForm(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes it, as it was chosen; `reason` is asked where somebody has it already."""

    worker: str = ""
    reason: str = ""
    version: str = ""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes a case, and why."""

    worker_id: UserId
    reason: AllocationReason


def parse_allocation(form: AllocateForm, *, is_first: bool) -> Given | tuple[FieldError, ...]:
    """Read who takes a case; a reason is needed where somebody has it already (ALLOC-02)."""
    faults = Faults()
    worker_id = _id(form.worker)
    if worker_id is None:
        faults.add("worker", "required", "Choose who takes this case")
    reason: AllocationReason | None = AllocationReason.FIRST
    if not is_first:
        reason = faults.choice("reason", form.reason, AllocationReason, text="Choose why it goes to somebody else")
    if worker_id is None or reason is None:
        return faults.found
    return Given(worker_id=worker_id, reason=reason)


def parse_workers(raw: Mapping[str, Many]) -> Mapping[UserId, Terms] | tuple[FieldError, ...]:
    """Read what each caseworker takes: `role_{id}` and `points_{id}`; boroughs stay as they are."""
    faults, found = Faults(), {}
    for name, value in raw.items():
        worker_id = _id(name.removeprefix("role_")) if name.startswith("role_") else None
        if worker_id is None:
            continue
        typed = next(iter(many(raw.get(f"points_{worker_id}", ""))), "")
        role = faults.choice(name, next(iter(many(value)), ""), WorkerRole, text="Choose what this worker takes")
        points = faults.number(f"points_{worker_id}", typed, label="The most points", lowest=1, highest=LARGEST)
        if role is not None and points is not None:
            found[worker_id] = Terms(role=role, most_points=points)
    return faults.found or found


def _id(text: str) -> UserId | None:
    try:
        return UserId(UUID(text))
    except ValueError:
        return None
