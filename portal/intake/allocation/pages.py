"""The pages of allocation: who should take a case and why, and what each caseworker takes."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import msgspec

from lvws_core.forms import FieldError
from lvws_core.ids import Reference
from lvws_core.reasons import Reason
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.times import day_in_words, london_day
from portal.intake.allocation.forms import AllocateForm
from portal.intake.allocation.model import CHANGES, Changed, Worker
from portal.intake.allocation.service import Proposal

Option = Mapping[str, Any]


class AllocatePage(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes a case: the core's word with its reasons, and the choice of a human."""

    template: ClassVar[str] = "intake/allocate.html"

    title: str
    reference: Reference
    version: int
    proposed: str
    support: str
    reasons: tuple[Reason, ...]
    complex_needs: bool
    workers: tuple[Option, ...]
    why: tuple[Option, ...]
    warning: str
    errors: tuple[FieldError, ...] = ()


class WorkerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A caseworker on the manager's page; `key` names its fields."""

    key: str
    name: str
    roles: tuple[Option, ...]
    most_points: str
    load: str
    role_error: Mapping[str, str] | None
    points_error: Mapping[str, str] | None


class WorkersPage(msgspec.Struct, frozen=True, kw_only=True):
    """What each caseworker takes, and has."""

    template: ClassVar[str] = "intake/workers.html"

    title: str
    news: str
    lines: tuple[WorkerLine, ...]
    errors: tuple[FieldError, ...] = ()


def allocate_page(
    proposal: Proposal,
    *,
    complex_needs: bool,
    may_read_on: bool,
    typed: AllocateForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> AllocatePage:
    """Give the page; `may_read_on` is false for who sees a case only until it is handed over."""
    case, allocation = proposal.case, proposal.allocation
    chosen = typed.worker if typed is not None else str(allocation.worker_id or "")
    names = {worker.id: worker.name for worker in proposal.workers}
    proposed = names[allocation.worker_id] if allocation.worker_id is not None else ""
    word = f"{proposed}, {allocation.role.label}" if proposed else f"{allocation.role.label}: nobody of them has room"
    return AllocatePage(
        title=f"Hand case {case.reference} over",
        reference=case.reference,
        version=case.version,
        proposed=word,
        support=f"{allocation.support.label} support to begin with",
        reasons=allocation.reasons,
        complex_needs=complex_needs,
        workers=tuple(_option(worker, chosen) for worker in proposal.workers if worker.id != case.allocated_to),
        why=_reasons(typed) if case.allocated_to is not None else (),
        warning="" if may_read_on else "Once it is handed over you no longer see it, unless it comes back to you.",
        errors=errors,
    )


def _reasons(typed: AllocateForm | None) -> tuple[Option, ...]:
    chosen = typed.reason if typed is not None else ""
    return tuple({"value": each.value, "text": each.label, "checked": each.value == chosen} for each in CHANGES)


def _option(worker: Worker, chosen: str) -> Option:
    hint = f"{worker.terms.role.label}; {load_words(worker)}"
    return {"value": str(worker.id), "text": worker.name, "hint": {"text": hint}, "checked": str(worker.id) == chosen}


def load_words(worker: Worker) -> str:
    """Say what a worker has: cases, and the points that they weigh of the most."""
    cases = "1 open case" if worker.cases == 1 else f"{worker.cases} open cases"
    return f"{cases}, {worker.points} of {worker.terms.most_points} points"


def workers_page(
    workers: Iterable[Worker],
    typed: Mapping[str, Any] | None = None,
    errors: tuple[FieldError, ...] = (),
    *,
    done: str = "",
) -> WorkersPage:
    """Give the manager's page of caseworkers, with what was typed and its faults."""
    faults = {error.field: {"text": error.text} for error in errors}
    return WorkersPage(
        title="What caseworkers take",
        news="Saved. The next case is proposed by it." if done == "saved" else "",
        lines=tuple(_worker(worker, typed or {}, faults) for worker in workers),
        errors=errors,
    )


def _worker(worker: Worker, typed: Mapping[str, Any], faults: Mapping[str, Mapping[str, str]]) -> WorkerLine:
    key = str(worker.id)
    role = str(typed.get(f"role_{key}", worker.terms.role.value))
    roles = tuple({"value": each.value, "text": each.label, "selected": each.value == role} for each in WorkerRole)
    return WorkerLine(
        key=key,
        name=worker.name,
        roles=roles,
        most_points=str(typed.get(f"points_{key}", worker.terms.most_points)),
        load=load_words(worker),
        role_error=faults.get(f"role_{key}"),
        points_error=faults.get(f"points_{key}"),
    )


def history_words(changes: Iterable[Changed], names: Mapping[Any, str]) -> tuple[str, ...]:
    """Tell every change of worker in a sentence, the first one first (ALLOC-02)."""
    return tuple(_told(change, names) for change in changes)


def _told(change: Changed, names: Mapping[Any, str]) -> str:
    before = "" if change.from_worker is None else f"from {names.get(change.from_worker, 'a colleague')} "
    note = f" Note: {change.note}" if change.note else ""
    to, by = (names.get(each, "a colleague") for each in (change.to_worker, change.by))
    return f"{day_in_words(london_day(change.at))}: {before}to {to}, by {by}. {change.reason.label}.{note}"
