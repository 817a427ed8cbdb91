from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.events import Event
from lvws_core.policy import Policy
from portal.limits.forms import MoreForm, own_path, parse_more
from portal.limits.model import Verdict, may_stop, verdict
from tests.builders import LEAD, NOW

ORDER = list(Verdict)


def an_event(kind: str, *fields: str) -> Event:
    detail = {"fields": fields} if fields else {}
    return Event(
        kind=kind, at=NOW, actor_id=UUID(int=1), subject_id=UUID(int=2), organisation_ids=(LEAD,), detail=detail
    )


RECORD = an_event("person.read", "identity", "contact_plan")
PLAN = an_event("person.read", "contact_plan")


@pytest.mark.parametrize(
    ("records", "said"),
    [(30, Verdict.FREE), (31, Verdict.WATCHED), (59, Verdict.WATCHED), (60, Verdict.LAST), (61, Verdict.OVER)],
)
def test_p6_thirty_are_free_the_next_are_watched_and_the_sixty_first_is_over(records: int, said: Verdict) -> None:
    assert verdict(records) is said


@given(st.integers(0, 200), st.integers(0, 200))
def test_p6_more_records_never_weigh_less(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert ORDER.index(verdict(fewer)) <= ORDER.index(verdict(more))


def test_p6_only_what_does_nothing_but_read_is_stopped() -> None:
    assert may_stop([RECORD])
    assert may_stop([an_event("person.sought"), an_event("person.read", "name")])
    assert may_stop([RECORD, PLAN])
    assert may_stop([an_event("offer.read")])


@pytest.mark.parametrize(
    "events",
    [
        (),
        (PLAN,),
        (an_event("person.read", "contact_plan", "contact_attempts"),),
        (RECORD, an_event("contact_plan.confirmed")),
        (an_event("offer.number_shown"), an_event("offer.read")),
        (an_event("person.number_shown"), RECORD),
        (RECORD, an_event("risk.assessed")),
    ],
)
def test_p6_safety_work_is_never_stopped_by_a_counter(events: tuple[Event, ...]) -> None:
    assert not may_stop(events)


def test_the_soft_limit_comes_before_the_hard_one() -> None:
    with pytest.raises(Invalid):
        Policy(records_watched=60)


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/people?x=1", "javascript:1", "", "people"])
def test_the_way_on_leads_nowhere_but_to_our_own_pages(to: str) -> None:
    assert own_path(to) == "/"
    assert own_path("/people/7QK2-M9/risk") == "/people/7QK2-M9/risk"


@pytest.mark.parametrize("reason", ["", "." * 60, "more please"])
def test_a_reason_that_is_padding_does_not_count(reason: str) -> None:
    assert isinstance(parse_more(MoreForm(reason=reason), Policy()), tuple)
