"""Allocation: which role takes a case first, which worker, and for what kind of support."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from lvws_core.errors import Invalid
from lvws_core.events import Event
from lvws_core.ids import UserId
from lvws_core.policy import DEFAULT, Policy
from lvws_core.reasons import Reason, because
from lvws_core.vocabulary import Borough, DomesticAbuseLevel, Labelled, SupportType

CASE_REALLOCATED = "case.reallocated"


class WorkerRole(Labelled):
    """The roles that take cases. Source: domain 8.1."""

    IDVA = "idva", "IDVA"
    BOROUGH_IDVA = "borough_idva", "Borough IDVA service"
    COMPLEX_IVA = "complex_iva", "Complex IVA"
    TRIAGE_IVA = "triage_iva", "Triage IVA"
    PTOS = "ptos", "Pre-trial worker"


class CaseFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What decides who takes a case; `complex_needs` is the triage worker's judgement."""

    domestic_abuse_level: DomesticAbuseLevel | None
    is_epr: bool
    is_witness: bool
    is_victim: bool
    borough: Borough | None
    returning_worker_id: UserId | None = None
    complex_needs: bool = False


class Caseload(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases a worker has, and how many at most; without `boroughs` the worker covers all.

    Raises:
        Invalid: A negative number.
    """

    worker_id: UserId
    role: WorkerRole
    open_cases: int
    limit: int
    in_post: bool = True
    boroughs: frozenset[Borough] = frozenset()

    def __post_init__(self) -> None:
        """Refuse negative numbers."""
        for name in ("open_cases", "limit"):
            if getattr(self, name) < 0:
                raise Invalid(name, "negative")

    @property
    def has_room(self) -> bool:
        """Whether the worker is in post and below the limit."""
        return self.in_post and self.open_cases < self.limit

    def covers(self, borough: Borough | None) -> bool:
        """Say whether the worker covers a borough; one that is not known is covered by all."""
        return not self.boroughs or borough is None or borough in self.boroughs


class Allocation(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes a case: a role, a worker where one has room, the support to begin with, and why."""

    role: WorkerRole
    worker_id: UserId | None
    support: SupportType
    reasons: tuple[Reason, ...]


class _Rule(msgspec.Struct, frozen=True):
    """The roles that may take a case, the first one preferred; and the support to begin with."""

    roles: tuple[WorkerRole, ...]
    support: SupportType
    reason: Reason


def allocate(facts: CaseFacts, caseloads: Iterable[Caseload] = (), policy: Policy = DEFAULT) -> Allocation:
    """Give the first allocation of a case; the order of the caseloads does not matter.

    The worker whom the person knows comes first, if in post, with room, and of a role that may take
    the case. Else the preferred role's worker with the most room. Where caseloads are known and no
    IDVA has room, high-risk domestic abuse goes to the borough's service.

    Source: ALLOC-01, ALLOC-03, ROUTE-03, ROUTE-06.
    """
    del policy  # the rules have no number yet; the argument is the contract's
    known = sorted(caseloads, key=lambda each: (each.open_cases - each.limit, str(each.worker_id)))
    rule = _rule(facts)
    reasons = (rule.reason, *_both(facts))
    returning = next((each for each in known if each.worker_id == facts.returning_worker_id), None)
    if returning is not None and _suits(returning, rule, facts):
        same = because("same_worker", "ROUTE-06", "The worker whom the person knows has room.")
        return _allocation(returning.role, returning, rule, (*reasons, same))
    if facts.returning_worker_id is not None:
        reasons = (*reasons, _why_not(returning, rule))
    free = next((each for each in known if each.role == rule.roles[0] and _suits(each, rule, facts)), None)
    if free is None and known and rule.roles[0] == WorkerRole.IDVA:
        full = because("no_idva_has_room", "ROUTE-03", "No IDVA has room; the borough's IDVA service takes the case.")
        return _allocation(WorkerRole.BOROUGH_IDVA, None, rule, (*reasons, full))
    return _allocation(rule.roles[0], free, rule, reasons)


def reallocated(
    case_id: UUID, before: Allocation, after: Allocation, by: UserId, now: datetime, *, reason: str
) -> Event:
    """Give the event of a change of worker: from whom, to whom, why (a code) and when.

    Raises:
        Invalid: No reason, or `now` is naive.

    Source: ALLOC-02.
    """
    if not reason:
        raise Invalid("reason", "required")
    told = {"reason": reason, "from_role": before.role.value, "to_role": after.role.value}
    workers = {"from_worker_id": before.worker_id, "to_worker_id": after.worker_id}
    named = {name: str(worker) for name, worker in workers.items() if worker is not None}
    return Event(kind=CASE_REALLOCATED, at=now, actor_id=by, subject_id=case_id, detail=told | named)


def _rule(facts: CaseFacts) -> _Rule:
    level = facts.domestic_abuse_level
    if level == DomesticAbuseLevel.HIGH:
        return _ruled((WorkerRole.IDVA,), SupportType.ONGOING, "high_risk_da", "High-risk domestic abuse: an IDVA.")
    if facts.is_witness and not facts.is_victim:
        return _ruled((WorkerRole.PTOS,), SupportType.IMMEDIATE, "witness_only", "A witness only: pre-trial support.")
    first = WorkerRole.COMPLEX_IVA if facts.complex_needs else WorkerRole.TRIAGE_IVA
    second = WorkerRole.TRIAGE_IVA if facts.complex_needs else WorkerRole.COMPLEX_IVA
    by_need = f"{first.label} by need."
    if level is not None:
        text = f"Domestic abuse at low or medium risk: {by_need}"
        return _ruled((first, second), SupportType.ONGOING, "low_medium_da", text)
    if facts.is_epr:
        return _ruled((first, second), SupportType.ONGOING, "epr", f"Enhanced priority: {by_need}")
    text = "Neither domestic abuse nor enhanced priority: triage IVA."
    return _ruled((WorkerRole.TRIAGE_IVA,), SupportType.IMMEDIATE, "non_epr", text)


def _ruled(roles: tuple[WorkerRole, ...], support: SupportType, code: str, text: str) -> _Rule:
    return _Rule(roles, support, because(code, "ALLOC-01", text))


def _both(facts: CaseFacts) -> tuple[Reason, ...]:
    if not (facts.is_witness and facts.is_victim):
        return ()
    return (because("one_lead", "ALLOC-01", "Victim and witness: one lead worker, who brings in pre-trial support."),)


def _suits(caseload: Caseload, rule: _Rule, facts: CaseFacts) -> bool:
    return caseload.has_room and caseload.role in rule.roles and caseload.covers(facts.borough)


def _why_not(returning: Caseload | None, rule: _Rule) -> Reason:
    """Give why the worker whom the person knows does not take the case."""
    if returning is None or not returning.in_post:
        return because("worker_not_in_post", "ROUTE-06", "The worker whom the person knows is no longer in post.")
    if returning.role not in rule.roles:
        text = f"The worker whom the person knows is {returning.role.label}, and this case needs another role."
        return because("worker_of_another_role", "ROUTE-06", text)
    if not returning.has_room:
        text = f"The worker whom the person knows has {returning.open_cases} of {returning.limit} cases."
        return because("worker_full", "ROUTE-06", text)
    return because("worker_elsewhere", "ROUTE-06", "The worker whom the person knows does not cover this borough.")


def _allocation(role: WorkerRole, caseload: Caseload | None, rule: _Rule, reasons: tuple[Reason, ...]) -> Allocation:
    worker_id = None if caseload is None else caseload.worker_id
    return Allocation(role=role, worker_id=worker_id, support=rule.support, reasons=reasons)
