"""Who takes a case: workers with their weighted caseload, and every change of worker."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from lvws_core.actors import Role
from lvws_core.ids import CaseId, UserId
from lvws_core.policy import Policy
from lvws_core.reasons import Reason, because
from lvws_core.referrals.allocation import Allocation, CaseFacts, Caseload, WorkerRole, allocate
from lvws_core.vocabulary import Borough, DomesticAbuseLevel, Labelled
from portal.intake.model import Case
from portal.intake.terms.model import Involvement


class AllocationReason(Labelled):
    """Why a case went to a worker, or from one to another. The list is a project default."""

    FIRST = "first", "First allocation"
    ASSIGNED = "assigned", "The offer by which it came was assigned"
    IMPORTED = "imported", "Told by a file that was imported"
    NEED_CHANGED = "need_changed", "The need or the risk is another one now"
    CASELOAD = "caseload", "To even out caseloads"
    WORKER_AWAY = "worker_away", "The worker is away or has left"
    PERSON_ASKED = "person_asked", "The person asked for another worker"
    CONFLICT = "conflict", "A conflict of interest"
    WRONG_WORKER = "wrong_worker", "It was allocated to the wrong worker"


_BY_ITSELF = {AllocationReason.FIRST, AllocationReason.ASSIGNED, AllocationReason.IMPORTED}
CHANGES: Final = tuple(each for each in AllocationReason if each not in _BY_ITSELF)
"""The reasons that a human chooses from when a case moves on."""


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """One change of worker, at an aware instant; the first one is from nobody. Source: ALLOC-02.

    `note` is for whoever takes the case, as far as it was opened.
    """

    case_id: CaseId
    to_worker: UserId
    reason: AllocationReason
    at: datetime
    by: UserId
    from_worker: UserId | None = None
    from_role: WorkerRole | None = None
    to_role: WorkerRole | None = None
    note: str = ""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a caseworker takes: the role, the most points of weighted caseload, and the boroughs; none is all."""

    role: WorkerRole
    most_points: int
    boroughs: frozenset[Borough] = frozenset()


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """A caseworker with what they take and have: `points` weighs the open cases, `cases` counts them."""

    id: UserId
    name: str
    terms: Terms
    points: int = 0
    cases: int = 0

    @property
    def caseload(self) -> Caseload:
        """The worker as the core's rules see one; its cases are points here."""
        terms = self.terms
        return Caseload(
            worker_id=self.id,
            role=terms.role,
            open_cases=self.points,
            limit=terms.most_points,
            boroughs=terms.boroughs,
        )


def usual_terms(roles: frozenset[Role], policy: Policy) -> Terms:
    """Give what a worker takes whom nobody has described yet: by the account's role, in every borough."""
    role = WorkerRole.IDVA if Role.IDVA in roles else WorkerRole.TRIAGE_IVA
    return Terms(role=role, most_points=policy.caseload_points)


def points_of(level: DomesticAbuseLevel | None, policy: Policy, *, is_epr: bool) -> int:
    """Give what an open case weighs. Source: domain 8.7 (18); the numbers are the policy's."""
    if level is DomesticAbuseLevel.HIGH:
        return policy.case_points_high
    return policy.case_points_enhanced if level is not None or is_epr else policy.case_points_other


def against_allocation(case: Case) -> tuple[Reason, ...]:
    """Give every reason why a case cannot be given to a worker here."""
    found = (
        (case.closed_on is not None, "closed", "This case is closed."),
        (case.person_id is None, "not_matched", "Say first who this is about."),
        (
            case.offer_id is not None,
            "came_by_offer",
            "It came by an offer: assign that one, and the case goes with it.",
        ),
    )
    return tuple(because(code, "ALLOC-01", text) for holds, code, text in found if holds)


def facts_of(case: Case, returning: UserId | None, *, complex_needs: bool) -> CaseFacts:
    """Give what of a case decides who takes it; a borough that is not known is covered by all."""
    known = case.borough not in {Borough.UNKNOWN, Borough.OUTSIDE_LONDON}
    return CaseFacts(
        domestic_abuse_level=case.da_level,
        is_epr=case.epr,
        is_witness=case.involvement is not Involvement.VICTIM,
        is_victim=case.involvement is not Involvement.WITNESS,
        borough=case.borough if known else None,
        returning_worker_id=returning,
        complex_needs=complex_needs,
    )


def propose(
    case: Case, workers: Iterable[Worker], returning: UserId | None, policy: Policy, *, complex_needs: bool = False
) -> Allocation:
    """Give who should take a case, and why. Source: ALLOC-01, ALLOC-03, ROUTE-03, ROUTE-06."""
    facts = facts_of(case, returning, complex_needs=complex_needs)
    return allocate(facts, [worker.caseload for worker in workers], policy)
