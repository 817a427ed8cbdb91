"""Take-up, closure and outcomes: coded, dated, and by a definition that is stored."""

import html
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.consent.attempts import AttemptPriority
from lvws_core.errors import Conflict
from lvws_core.events import Event
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import ClosureReason, CrimeCategory, SupportType
from portal.intake import store
from portal.intake.life import service
from portal.intake.life.model import DEFINITIONS, Answered, Change, Closing, Outcome, outcomes_kept, outcomes_read
from portal.intake.model import Case, Particulars
from portal.intake.service import open_case, take_in
from portal.intake.steps.model import attempt_ahead, found_of
from portal.intake.terms.model import Involvement, TakeUp
from portal.people.attempts.model import priority_by
from tests.builders import CONSORTIUM
from tests.portal.intake.builders import TODAY, a_plan, a_registration
from tests.portal.intake.conftest import DeskOf
from tests.portal.intake.entries import handed_over, taken_in
from tests.scene import hidden
from tests.staged import Staged

ABUSE = Particulars(domestic_abuse=True)


@given(st.dictionaries(st.sampled_from(Outcome), st.sampled_from(Change)))
def test_outcomes_come_back_as_they_were_kept(outcomes: dict[Outcome, Change]) -> None:
    assert outcomes_read(outcomes_kept(outcomes)) == outcomes


@pytest.mark.parametrize(
    ("answer", "taken_up"), [(TakeUp.TAKEN_UP, True), (TakeUp.NOT_TAKEN_UP, False), (TakeUp.NO_CONTACT, None)]
)
def test_take_01_an_answer_is_kept_with_its_day_and_the_version_of_the_definition(
    desk_of: DeskOf, recorded: list[Event], answer: TakeUp, *, taken_up: bool | None
) -> None:
    desk = desk_of("caseworker")
    case = take_in(desk, a_registration())
    support = SupportType.ONGOING if answer is TakeUp.TAKEN_UP else None
    service.record_take_up(desk, case, 1, Answered(take_up=answer, on=TODAY, support=support))
    kept = store.get(desk.session, case.reference)
    assert (kept.take_up, kept.taken_up, kept.taken_up_on) == (answer, taken_up, TODAY)
    assert (kept.support_type, kept.definitions) == (support, DEFINITIONS)
    assert recorded[-1].detail == {"answer": answer.value, "definitions": DEFINITIONS}


@pytest.mark.parametrize("reason", ClosureReason)
def test_a_case_is_closed_planned_or_not_with_outcomes_and_a_sealed_summary(
    desk_of: DeskOf, recorded: list[Event], reason: ClosureReason
) -> None:
    desk = desk_of("caseworker")
    case = take_in(desk, a_registration())
    closing = Closing(reason=reason, on=TODAY, outcomes={Outcome.SAFETY: Change.BETTER}, summary="Moved on well.")
    service.close(desk, case, 1, closing)
    opened = open_case(desk, case.reference)
    assert (opened.case.closed_on, opened.case.closure_reason) == (TODAY, reason)
    assert opened.case.outcomes == "safety:better"
    assert opened.particulars.closing == "Moved on well."
    event = next(each for each in recorded if each.kind == "case.closed")
    assert event.detail["planned"] is reason.is_planned
    assert "Moved" not in repr(recorded)
    with pytest.raises(Conflict):
        service.open_act(desk, case.reference)


@pytest.mark.parametrize(
    ("changes", "priority"),
    [
        ({"particulars": ABUSE, "risk": Band.HIGH}, AttemptPriority.DA_HIGH),
        ({"particulars": ABUSE}, AttemptPriority.DA_HIGH),
        ({"particulars": ABUSE, "risk": Band.MEDIUM}, AttemptPriority.DA_LOW_MEDIUM),
        ({"crime_category": CrimeCategory.RAPE}, AttemptPriority.EPR_OR_SEXUAL_VIOLENCE),
        ({"involvement": Involvement.WITNESS}, AttemptPriority.WITNESS),
        ({}, AttemptPriority.NON_EPR),
    ],
)
def test_cont_20_the_first_attempt_is_due_by_how_pressing_it_is(
    desk_of: DeskOf, changes: dict[str, object], priority: AttemptPriority
) -> None:
    desk = desk_of("caseworker")
    case: Case = take_in(desk, a_registration(**changes))
    plan = replace(a_plan().plan, confirmed_at=desk.now, sensitive=False)
    assert priority_by(None, plan, found_of(case)) is priority
    due = attempt_ahead(case, plan, (), desk.now, calendar=desk.calendar, policy=desk.policy).due_at
    rule = getattr(desk.policy.contact_attempts, priority)
    assert due == desk.calendar.due(desk.now, working_days=rule.first_working_days)


def test_take_01_the_worker_records_the_answer_and_closes_after_checking_safety(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    case = taken_in(visitor)
    handed_over(visitor, case, CONSORTIUM["caseworker"].id)
    page = visitor.get(f"/cases/{case}").text
    assert "Next: reach the person by mobile call, due" in page
    assert "Reach the person" in page
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    form = {"answer": "taken_up", **day, "version": hidden(visitor.get(f"/cases/{case}/take-up").text, "version")}
    refused = visitor.submit(f"/cases/{case}/take-up", form, on_day="24")
    assert refused.status_code == 422
    assert "Choose the kind of support" in refused.text
    assert "The day must lie between the day of receipt and today" in refused.text
    assert visitor.submit(f"/cases/{case}/take-up", form, support="ongoing").status_code == 303
    page = visitor.get(f"/cases/{case}").text
    assert "Took up support, ongoing support, 23 November 2026" in page
    assert f"By the definitions of {DEFINITIONS}" in page
    ending = {
        "reason": "needs_met",
        **day,
        "safety": "better",
        "version": hidden(visitor.get(f"/cases/{case}/close").text, "version"),
    }
    refused = visitor.submit(f"/cases/{case}/close", ending)
    assert "Check safety first" in html.unescape(refused.text)
    assert (
        visitor.submit(f"/cases/{case}/close", ending, safe="yes").headers["location"] == f"/cases/{case}?done=closed"
    )
    page = visitor.get(f"/cases/{case}?done=closed").text
    assert "Needs met (planned)" in page
    assert "Feels safer: better" in page
    assert case in visitor.get("/cases?show=closed").text
    assert case not in visitor.get("/cases?show=open").text
    assert visitor.get(f"/cases/{case}/close").status_code == 409


def test_who_asked_for_no_contact_is_not_rung(desk_of: DeskOf) -> None:
    desk = desk_of("caseworker")
    case = take_in(desk, a_registration())
    plan = a_plan(no_contact_requested=True).plan
    assert (
        attempt_ahead(case, plan, (), desk.now + timedelta(days=9), calendar=desk.calendar, policy=desk.policy).due_at
        is None
    )


def test_cont_20_a_witness_is_tried_ten_working_days_before_the_trial_and_the_case_says_so(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    case = taken_in(visitor, involvement="witness", abuse="no", facts="")
    handed_over(visitor, case, CONSORTIUM["caseworker"].id)
    opened = visitor.get(f"/cases/{case}").text
    assert "Record the day of the trial" in opened
    assert "due Thursday 26 November" in opened, "three working days from receipt while no trial is listed"
    path = f"/cases/{case}/trial"
    form = {"version": hidden(visitor.get(path).text, "version"), "on_day": "8", "on_month": "2", "on_year": "2027"}
    refused = visitor.submit(path, form, on_year="2026")
    assert refused.status_code == 422
    assert "The trial cannot be before the day of receipt" in refused.text
    assert 'value="2026"' in refused.text
    assert visitor.submit(path, form).headers["location"] == f"/cases/{case}?done=trial"
    page = visitor.get(f"/cases/{case}?done=trial").text
    assert "8 February 2027" in page
    assert "due Monday 25 January" in page
    assert visitor.submit(path, form).status_code == 409, "somebody else changed it meanwhile"


def test_only_a_witness_has_the_day_of_a_trial(staged: Staged) -> None:
    visitor = staged.visitor("caseworker")
    case = taken_in(visitor)
    handed_over(visitor, case, CONSORTIUM["caseworker"].id)
    assert "/trial" not in visitor.get(f"/cases/{case}").text
    assert visitor.get(f"/cases/{case}/trial").status_code == 409
