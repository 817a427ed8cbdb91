from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.ids import UserId
from lvws_core.referrals import Allocation, CaseFacts, Caseload, WorkerRole, allocate
from lvws_core.referrals.allocation import reallocated
from lvws_core.vocabulary import Borough, DomesticAbuseLevel, SupportType
from tests.lvws_core.builders.referrals import MONDAY

W = WorkerRole
HIGH, LOW = DomesticAbuseLevel.HIGH, DomesticAbuseLevel.LOW_MEDIUM


def worker(number: int) -> UserId:
    return UserId(UUID(int=number))


def some_facts(**changes: object) -> CaseFacts:
    fixed = {
        "domestic_abuse_level": None,
        "is_epr": False,
        "is_witness": False,
        "is_victim": True,
        "borough": Borough.BRENT,
    }
    return CaseFacts(**(fixed | changes))


def a_caseload(number: int, role: WorkerRole, **changes: object) -> Caseload:
    return Caseload(**({"worker_id": worker(number), "role": role, "open_cases": 10, "limit": 20} | changes))


def codes(allocation: Allocation) -> list[str]:
    return [reason.code for reason in allocation.reasons]


ROLES = [
    ({"domestic_abuse_level": HIGH}, W.IDVA, SupportType.ONGOING, ["high_risk_da"]),
    (
        {"domestic_abuse_level": HIGH, "is_witness": True, "is_victim": False},
        W.IDVA,
        SupportType.ONGOING,
        ["high_risk_da"],
    ),
    ({"domestic_abuse_level": LOW}, W.TRIAGE_IVA, SupportType.ONGOING, ["low_medium_da"]),
    ({"domestic_abuse_level": LOW, "complex_needs": True}, W.COMPLEX_IVA, SupportType.ONGOING, ["low_medium_da"]),
    ({"is_epr": True}, W.TRIAGE_IVA, SupportType.ONGOING, ["epr"]),
    ({"is_epr": True, "complex_needs": True}, W.COMPLEX_IVA, SupportType.ONGOING, ["epr"]),
    ({}, W.TRIAGE_IVA, SupportType.IMMEDIATE, ["non_epr"]),
    ({"complex_needs": True}, W.TRIAGE_IVA, SupportType.IMMEDIATE, ["non_epr"]),
    ({"is_witness": True, "is_victim": False}, W.PTOS, SupportType.IMMEDIATE, ["witness_only"]),
    ({"is_witness": True}, W.TRIAGE_IVA, SupportType.IMMEDIATE, ["non_epr", "one_lead"]),
    ({"is_victim": False}, W.TRIAGE_IVA, SupportType.IMMEDIATE, ["non_epr"]),
]


@pytest.mark.parametrize(("changes", "role", "support", "reasons"), ROLES)
def test_alloc_01_each_case_has_its_role(
    changes: dict, role: WorkerRole, support: SupportType, reasons: list[str]
) -> None:
    found = allocate(some_facts(**changes))
    assert (found.role, found.support, found.worker_id, codes(found)) == (role, support, None, reasons)


def test_route_03_high_risk_goes_to_the_idva_with_the_most_room() -> None:
    loads = [a_caseload(1, W.IDVA, open_cases=19), a_caseload(2, W.IDVA), a_caseload(3, W.TRIAGE_IVA, open_cases=0)]
    found = allocate(some_facts(domestic_abuse_level=HIGH), loads)
    assert (found.role, found.worker_id) == (W.IDVA, worker(2))


@pytest.mark.parametrize("changes", [{"open_cases": 20}, {"in_post": False}, {"boroughs": frozenset({Borough.BARNET})}])
def test_alloc_03_where_no_idva_has_room_the_boroughs_service_takes_high_risk(changes: dict) -> None:
    found = allocate(some_facts(domestic_abuse_level=HIGH), [a_caseload(1, W.IDVA, **changes)])
    assert (found.role, found.worker_id, codes(found)) == (W.BOROUGH_IDVA, None, ["high_risk_da", "no_idva_has_room"])


def test_where_nobody_has_room_the_role_stays_without_a_worker() -> None:
    found = allocate(some_facts(), [a_caseload(1, W.TRIAGE_IVA, open_cases=20)])
    assert (found.role, found.worker_id) == (W.TRIAGE_IVA, None)


def test_an_unknown_borough_is_covered_by_everybody() -> None:
    load = a_caseload(1, W.TRIAGE_IVA, boroughs=frozenset({Borough.BARNET}))
    assert allocate(some_facts(borough=None), [load]).worker_id == worker(1)


def test_route_06_a_returning_person_has_the_same_worker_even_if_another_has_more_room() -> None:
    loads = [a_caseload(1, W.COMPLEX_IVA, open_cases=19), a_caseload(2, W.TRIAGE_IVA, open_cases=0)]
    found = allocate(some_facts(is_epr=True, returning_worker_id=worker(1)), loads)
    assert (found.role, found.worker_id, codes(found)) == (W.COMPLEX_IVA, worker(1), ["epr", "same_worker"])


@pytest.mark.parametrize(
    ("loads", "code"),
    [
        ([], "worker_not_in_post"),
        ([a_caseload(1, W.TRIAGE_IVA, in_post=False)], "worker_not_in_post"),
        ([a_caseload(1, W.PTOS)], "worker_of_another_role"),
        ([a_caseload(1, W.TRIAGE_IVA, open_cases=20)], "worker_full"),
        ([a_caseload(1, W.TRIAGE_IVA, boroughs=frozenset({Borough.BARNET}))], "worker_elsewhere"),
    ],
)
def test_route_06_otherwise_it_is_explained_why_not(loads: list[Caseload], code: str) -> None:
    found = allocate(some_facts(returning_worker_id=worker(1)), [*loads, a_caseload(2, W.TRIAGE_IVA)])
    assert (found.worker_id, codes(found)) == (worker(2), ["non_epr", code])


@pytest.mark.parametrize("name", ["open_cases", "limit"])
def test_a_caseload_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_caseload(1, W.IDVA, **{name: -1})
    assert refused.value.field == name


def test_alloc_02_a_change_of_worker_says_from_whom_to_whom_why_and_when() -> None:
    before = allocate(some_facts(domestic_abuse_level=HIGH), [a_caseload(1, W.IDVA)])
    after = allocate(some_facts(domestic_abuse_level=HIGH))
    event = reallocated(UUID(int=5), before, after, worker(9), MONDAY, reason="leave")
    assert (event.kind, event.at, event.actor_id) == ("case.reallocated", MONDAY, worker(9))
    assert event.detail == {
        "reason": "leave",
        "from_role": "idva",
        "to_role": "idva",
        "from_worker_id": str(worker(1)),
    }
    with pytest.raises(Invalid):
        reallocated(UUID(int=5), before, after, worker(9), MONDAY, reason="")


loads = st.lists(
    st.builds(a_caseload, st.integers(1, 9), st.sampled_from(W), open_cases=st.integers(0, 25), in_post=st.booleans()),
    max_size=6,
    unique_by=lambda load: load.worker_id,
)
facts = st.builds(
    some_facts,
    domestic_abuse_level=st.sampled_from([None, HIGH, LOW]),
    is_epr=st.booleans(),
    is_witness=st.booleans(),
    is_victim=st.booleans(),
    complex_needs=st.booleans(),
    returning_worker_id=st.none() | st.integers(1, 9).map(worker),
)


@given(facts, loads, st.randoms(use_true_random=False))
def test_the_order_of_the_caseloads_does_not_matter_and_nobody_is_overloaded(
    case: CaseFacts, known: list, random: Random
) -> None:
    found = allocate(case, known)
    random.shuffle(known)
    assert allocate(case, known) == found
    chosen = [load for load in known if load.worker_id == found.worker_id]
    assert all(load.has_room and load.role == found.role for load in chosen)


@given(facts, loads)
def test_alloc_01_high_risk_domestic_abuse_goes_to_an_idva_whatever_else_is_known(case: CaseFacts, known: list) -> None:
    found = allocate(case, known)
    assert (case.domestic_abuse_level == HIGH) == (found.role in {W.IDVA, W.BOROUGH_IDVA})
