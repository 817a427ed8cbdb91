"""Allocation: the core proposes by role, room and who is known; every change of worker is stored."""

import html
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.actors import Role
from lvws_core.errors import Conflict, Missing, NotAllowed
from lvws_core.events import Event
from lvws_core.ids import UserId
from lvws_core.policy import Policy
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import Borough, DomesticAbuseLevel, SupportType
from portal.intake.allocation import service, store
from portal.intake.allocation.model import AllocationReason, Terms, Worker, points_of, propose, usual_terms
from portal.intake.model import Case, Particulars
from portal.intake.service import take_in
from portal.intake.terms.model import Involvement
from portal.people import store as people
from portal.people.service import Desk
from tests.builders import CONSORTIUM
from tests.portal.intake.builders import a_registration, an_identity
from tests.portal.intake.conftest import DeskOf
from tests.portal.intake.entries import handed_over, taken_in
from tests.scene import hidden
from tests.staged import Staged

CASEWORKER, COLLEAGUE, IDVA = (CONSORTIUM[key].id for key in ("caseworker", "colleague", "idva"))
ABUSE = Particulars(domestic_abuse=True)


def taken(desk: Desk, **changes: object) -> Case:
    return take_in(desk, a_registration(**changes))


def given_to(desk: Desk, case: Case, worker: UserId, reason: AllocationReason = AllocationReason.FIRST) -> None:
    service.allocate(desk, service.open_allocation(desk, case.reference), case.version, worker, reason)


@pytest.mark.parametrize(
    ("changes", "role", "support"),
    [
        ({"particulars": ABUSE, "risk": Band.HIGH}, WorkerRole.IDVA, SupportType.ONGOING),
        ({"particulars": ABUSE, "risk": Band.STANDARD}, WorkerRole.TRIAGE_IVA, SupportType.ONGOING),
        ({}, WorkerRole.TRIAGE_IVA, SupportType.IMMEDIATE),
        ({"involvement": Involvement.WITNESS}, WorkerRole.PTOS, SupportType.IMMEDIATE),
    ],
)
def test_alloc_01_the_core_proposes_the_role_and_the_support(
    desk_of: DeskOf, changes: dict[str, object], role: WorkerRole, support: SupportType
) -> None:
    desk = desk_of("intake")
    found = service.open_allocation(desk, taken(desk, **changes).reference).allocation
    assert (found.role, found.support) == (role, support)
    assert "ALLOC-01" in {reason.rule for reason in found.reasons}


def test_alloc_03_high_risk_goes_to_an_idva_and_without_room_to_the_boroughs_service(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    case = taken(desk, particulars=ABUSE, risk=Band.HIGH)
    assert service.open_allocation(desk, case.reference).allocation.worker_id == IDVA
    service.describe_worker(desk, IDVA, Terms(role=WorkerRole.IDVA, most_points=1))
    busy = taken(desk, identity=an_identity(name="Fern Sample", phone="07700 900777"))
    given_to(desk, busy, IDVA)
    found = service.open_allocation(desk, case.reference).allocation
    assert (found.role, found.worker_id) == (WorkerRole.BOROUGH_IDVA, None)


def test_alloc_02_every_change_keeps_from_to_by_why_and_when(desk_of: DeskOf, recorded: list[Event]) -> None:
    case = taken(desk_of("intake"))
    given_to(desk_of("intake"), case, CASEWORKER)
    desk = desk_of("lead_manager")
    later = replace(desk, now=desk.now + timedelta(hours=1))
    given_to(later, replace(case, version=2), COLLEAGUE, AllocationReason.WORKER_AWAY)
    first, second = store.of_case(later.session, case.id)
    assert (first.from_worker, first.to_worker, first.by) == (None, CASEWORKER, CONSORTIUM["intake"].id)
    assert first.reason is AllocationReason.FIRST
    assert (second.from_worker, second.to_worker, second.by) == (CASEWORKER, COLLEAGUE, later.actor.id)
    assert (second.from_role, second.to_role) == (WorkerRole.TRIAGE_IVA, WorkerRole.TRIAGE_IVA)
    assert (second.reason, second.at) == (AllocationReason.WORKER_AWAY, later.now)
    assert [event.detail for event in recorded if event.kind == "case.allocated"][1] == {
        "worker_id": str(COLLEAGUE),
        "reason": "worker_away",
        "from_worker_id": str(CASEWORKER),
    }


def test_route_06_who_comes_back_goes_to_the_worker_they_know_or_the_page_says_why_not(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    first = taken(desk)
    given_to(desk, first, COLLEAGUE)
    (known,) = people.of_ids(desk.session, desk.vault, [first.person_id])
    again = take_in(replace(desk, now=desk.now + timedelta(days=1)), a_registration(), known=known)
    found = service.open_allocation(desk, again.reference).allocation
    assert found.worker_id == COLLEAGUE
    assert "same_worker" in {reason.code for reason in found.reasons}
    service.describe_worker(desk, COLLEAGUE, Terms(role=WorkerRole.TRIAGE_IVA, most_points=1))
    full = service.open_allocation(desk, again.reference).allocation
    assert full.worker_id == CASEWORKER
    assert "worker_full" in {reason.code for reason in full.reasons}


def test_a_case_weighs_by_its_risk_and_an_intake_worker_sees_whole_caseloads(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    names = {"Aster Sample": {"risk": Band.HIGH}, "Fern Sample": {"risk": Band.MEDIUM}}
    for number, (name, changes) in enumerate(names.items()):
        identity = an_identity(name=name, phone=f"07700 90077{number}")
        given_to(desk, taken(desk, identity=identity, particulars=ABUSE, **changes), CASEWORKER)
    given_to(desk, taken(desk), CASEWORKER)
    loads = {
        each.id: (each.cases, each.points)
        for each in store.workers(desk.session, desk.actor.organisation_id, desk.policy)
    }
    assert loads == {CASEWORKER: (3, 6), COLLEAGUE: (0, 0), IDVA: (0, 0)}


@given(st.sampled_from([None, *DomesticAbuseLevel]), st.booleans())
def test_nothing_weighs_more_than_high_risk_and_nothing_less_than_the_rest(
    level: DomesticAbuseLevel | None,
    is_epr: bool,
) -> None:
    policy = Policy()
    found = points_of(level, policy, is_epr=is_epr)
    assert policy.case_points_other <= found <= policy.case_points_high
    assert (found == policy.case_points_high) == (level is DomesticAbuseLevel.HIGH)


def test_a_worker_who_covers_another_borough_is_not_proposed(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    case = taken(desk)
    elsewhere = Terms(role=WorkerRole.TRIAGE_IVA, most_points=60, boroughs=frozenset({Borough.CROYDON}))
    worker = Worker(id=CASEWORKER, name="A", terms=elsewhere)
    assert propose(case, [worker], None, desk.policy).worker_id is None
    outside = replace(case, borough=Borough.OUTSIDE_LONDON)
    assert propose(outside, [worker], None, desk.policy).worker_id == CASEWORKER


def test_whoever_nobody_described_takes_cases_by_the_role_of_the_account() -> None:
    assert usual_terms(frozenset({Role.IDVA}), Policy()).role is WorkerRole.IDVA
    assert usual_terms(frozenset({Role.LEAD_CASEWORKER}), Policy()).role is WorkerRole.TRIAGE_IVA


def test_nobody_takes_cases_who_has_no_role_for_it(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    case = taken(desk)
    with pytest.raises(Missing):
        given_to(desk, case, CONSORTIUM["analyst"].id)
    with pytest.raises(Missing):
        service.describe_worker(desk, CONSORTIUM["analyst"].id, usual_terms(frozenset(), desk.policy))
    with pytest.raises(Conflict):
        given_to(desk, replace(case, version=9), CASEWORKER)


def test_intake_moves_no_case_on_that_came_back(desk_of: DeskOf) -> None:
    desk = desk_of("intake")
    case = taken(desk)
    given_to(desk, case, CASEWORKER)
    service.store.put(desk_of("caseworker").session, replace(case, version=2), returned_at=desk.now)
    with pytest.raises(NotAllowed):
        service.open_allocation(desk_of("intake"), case.reference)


def test_alloc_01_alloc_02_alloc_03_the_page_proposes_with_its_reasons_and_a_second_change_needs_one(
    staged: Staged,
) -> None:
    visitor = staged.visitor("caseworker")
    case = taken_in(visitor, risk="high")
    page = html.unescape(visitor.get(f"/cases/{case}/allocate").text)
    assert "High-risk domestic abuse: an IDVA." in page
    assert "<strong>Idva, IDVA</strong>" in page
    assert visitor.submit(f"/cases/{case}/allocate", {"version": "1"}).status_code == 422
    assert handed_over(visitor, case, IDVA) == f"/cases/{case}?done=allocated"
    version = hidden(visitor.get(f"/cases/{case}/allocate").text, "version")
    form = {"worker": str(COLLEAGUE), "version": version}
    refused = visitor.submit(f"/cases/{case}/allocate", form)
    assert refused.status_code == 422
    assert "Choose why it goes to somebody else" in refused.text
    assert visitor.submit(f"/cases/{case}/allocate", form, reason="caseload").status_code == 303
    told = visitor.get(f"/cases/{case}").text
    assert "23 November 2026: to Idva, by Caseworker. First allocation." in told
    assert "23 November 2026: from Idva to Colleague, by Caseworker. To even out caseloads." in told


def test_the_manager_says_what_caseworkers_take(staged: Staged) -> None:
    visitor = staged.visitor("lead_manager")
    form = {f"role_{COLLEAGUE}": "complex_iva", f"points_{COLLEAGUE}": "many"}
    refused = visitor.submit("/cases/workers", form)
    assert refused.status_code == 422
    assert "The most points must be a whole number" in refused.text
    assert 'value="many"' in refused.text
    assert visitor.submit("/cases/workers", {**form, f"points_{COLLEAGUE}": "40"}).status_code == 303
    page = visitor.get("/cases/workers?done=saved").text
    assert "0 of 40 points" in page
    assert 'value="complex_iva" selected' in page
