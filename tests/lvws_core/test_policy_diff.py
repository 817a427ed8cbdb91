from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.cases import Case, ContactCase, LifeCase, MaracCase, RouteCase, ScoreCase, decide
from lvws_core.consent.contact import Channel, ContactPlan, Safety
from lvws_core.errors import Invalid
from lvws_core.ids import OrganisationId, ServiceId
from lvws_core.policy import Length, Lengths, Policy
from lvws_core.policy_diff import policy_diff
from lvws_core.reading import read_value
from lvws_core.referrals.services import Capacity, Need, Service
from lvws_core.risk.dash import QUESTIONS, Band
from lvws_core.risk.marac import Circumstances
from lvws_core.vectors import shipped
from lvws_core.vocabulary import Borough, CapacityState, NeedCategory

STRICTER = Policy(version="stricter", visible_high_risk_count=12)


def a_marac(**changes: object) -> MaracCase:
    return MaracCase(circumstances=Circumstances(**({"victim_age": 34} | changes)))


def a_count(yes: int) -> ScoreCase:
    return ScoreCase(answers={question.key: "yes" if question.number <= yes else "no" for question in QUESTIONS})


def a_route() -> RouteCase:
    service = Service(
        id=ServiceId(UUID(int=1)),
        organisation_id=OrganisationId(UUID(int=2)),
        name="Housing",
        capacity=Capacity(state=CapacityState.CLOSED, said_at=datetime(2026, 11, 1, 10, tzinfo=UTC)),
        agreement_live=True,
        valid_from=date(2026, 1, 1),
    )
    need = Need(
        categories=frozenset({NeedCategory.FINANCE_BENEFITS}), age=34, borough=Borough.HACKNEY, risk=Band.STANDARD
    )
    return RouteCase(need=need, services=(service,), on=date(2026, 11, 20))


def test_a_lower_threshold_moves_those_between_and_nobody_else() -> None:
    found = policy_diff([a_count(11), a_count(12), a_count(13), a_count(14)], Policy(), STRICTER)
    assert [change.place for change in found.changed] == [1, 2]
    assert found.cases == 4
    assert found.by_path["level"] == 2


def test_a_change_names_its_path_and_both_values() -> None:
    (change,) = policy_diff([a_count(12)], Policy(), STRICTER).changed
    told = {each.path: (each.old, each.new) for each in change.differences}
    assert change.kind == "score"
    assert told["level"] == ('"medium"', '"high"')
    assert told["reasons[count_high].rule"] == ("", '"RISK-13"')


def test_the_fields_of_the_policies_that_differ_are_told_without_the_version() -> None:
    (field,) = policy_diff([], Policy(), STRICTER).policy
    assert (field.path, field.old, field.new) == ("visible_high_risk_count", "14", "12")


def test_a_length_that_differs_is_told_by_its_path() -> None:
    day = Length(days=1)
    found = policy_diff([], Policy(update=Lengths(high=day, medium=day, standard=day)), Policy())
    assert {each.path for each in found.policy} >= {"update.high.days", "update.medium.days"}


def test_a_case_that_a_policy_refuses_has_the_answer_invalid() -> None:
    case = a_marac(judgement="She is afraid that he will kill her")
    found = policy_diff([case], Policy(), Policy(judgement_characters=200))
    told = {each.path: each.new for each in found.changed[0].differences}
    assert told["invalid"] == '"judgement: too_short"'


def test_a_service_that_becomes_eligible_is_named_by_its_id() -> None:
    found = policy_diff([a_route()], Policy(capacity_stale_days=30), Policy())
    path = f"matches[{UUID(int=1)}].eligible"
    assert {each.path: each.new for each in found.changed[0].differences}[path] == "true"


def test_other_words_for_the_same_decision_are_no_change() -> None:
    assert policy_diff([a_marac(police_incidents=7)], Policy(), Policy(escalation_incidents=5)).changed == ()


def test_a_set_is_compared_by_its_members() -> None:
    plan = ContactPlan(
        channels={Channel.EMAIL: Safety.YES}, sensitive=True, confirmed_at=datetime(2026, 10, 1, tzinfo=UTC)
    )
    case = ContactCase(plan=plan, channel=Channel.EMAIL, at=datetime(2026, 11, 20, tzinfo=UTC))
    found = policy_diff([case], Policy(), Policy(plan_stale_days=90))
    assert found.by_path["allowed"] == 1


CASES: list[Case] = [
    read_value(vector.case, Case)  # type: ignore[arg-type]  # a union is a form, not a type, to mypy
    for vector in shipped()
    if "invalid" not in vector.expected
]


@given(st.lists(st.sampled_from(CASES), max_size=5))
def test_the_same_policy_changes_nothing(cases: list[Case]) -> None:
    found = policy_diff(cases, Policy(), Policy(version="renamed"))
    assert (found.cases, found.changed, found.policy) == (len(cases), (), ())


@given(st.sampled_from(CASES), st.integers(11, 24), st.integers(1, 9))
def test_what_changes_is_exactly_what_is_decided_otherwise(case: Case, count: int, incidents: int) -> None:
    new = Policy(visible_high_risk_count=count, escalation_incidents=incidents)
    try:
        same = decide(case) == decide(case, new)
    except Invalid:
        return
    changed = bool(policy_diff([case], Policy(), new).changed)
    assert not (same and changed)
    assert isinstance(case, LifeCase) or policy_diff([case], new, Policy()).changed == () or changed
