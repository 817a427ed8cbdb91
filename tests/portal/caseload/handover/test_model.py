"""The rules of a handover: nothing is lost, nobody gets what they may not know, and what changed stops all of it."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.ids import CaseId, PersonId, Reference, UserId
from lvws_core.policy import Policy
from lvws_core.referrals.allocation import WorkerRole
from lvws_core.vocabulary import DomesticAbuseLevel, ReferralSource
from portal.caseload.handover.forms import parse_handover
from portal.caseload.handover.model import Choice, Handover, Item, against, points_after, suggest
from portal.intake.allocation.model import AllocationReason, Terms, Worker
from portal.intake.model import Case
from tests.builders import LEAD, NOW

POLICY = Policy()
TAKERS = [UserId(UUID(int=0x100 + n)) for n in range(4)]


def a_case(number: int, level: DomesticAbuseLevel | None) -> Case:
    return Case(
        id=CaseId(UUID(int=number)),
        reference=Reference(f"CASE-{number:02}"),
        organisation_id=LEAD,
        source=ReferralSource.POLICE,
        received_on=date(2026, 11, 1),
        created_at=NOW,
        taken_by=TAKERS[0],
        policy_version="1",
        epr=False,
        person_id=PersonId(UUID(int=0x500 + number)),
        da_level=level,
        version=number + 1,
    )


levels = st.sampled_from([None, *DomesticAbuseLevel])
items_of = st.lists(levels, min_size=1, max_size=12).map(
    lambda found: [
        Item(
            key=f"case-{n}",
            case=a_case(n, level) if n % 4 else None,
            person_id=PersonId(UUID(int=0x500 + n)),
            person=Reference(f"PERS-{n:02}"),
        )
        for n, level in enumerate(found)
    ]
)
workers_of = st.lists(
    st.tuples(st.sampled_from(TAKERS), st.sampled_from(WorkerRole), st.integers(0, 30), st.integers(0, 30)),
    max_size=4,
    unique_by=lambda each: each[0],
).map(
    lambda found: [
        Worker(id=id_, name=f"Worker {n}", terms=Terms(role=role, most_points=most), points=points)
        for n, (id_, role, most, points) in enumerate(found)
    ]
)
barred_of = st.dictionaries(
    st.integers(0, 11).map(lambda n: PersonId(UUID(int=0x500 + n))), st.frozensets(st.sampled_from(TAKERS)), max_size=4
)


@given(items_of, workers_of, barred_of)
def test_route_08_a_suggestion_is_made_for_each_and_never_names_who_must_not_know(
    items: list[Item], workers: list[Worker], barred: Mapping[PersonId, frozenset[UserId]]
) -> None:
    found = suggest(items, workers, barred, POLICY)
    assert set(found) == {item.key for item in items}
    for item in items:
        able = {worker.id for worker in workers} - barred.get(item.person_id or PersonId(UUID(int=0)), frozenset())
        assert (found[item.key].worker_id in able) == bool(able)
        assert found[item.key].why


@given(items_of, workers_of, barred_of, st.data())
def test_alloc_02_what_nothing_stands_against_goes_somewhere_and_no_point_is_lost(
    items: list[Item], workers: list[Worker], barred: Mapping[PersonId, frozenset[UserId]], data: st.DataObject
) -> None:
    suggested = suggest(items, workers, barred, POLICY)
    chosen = data.draw(st.lists(st.sampled_from(items), unique_by=lambda item: item.key))
    choices = tuple(
        Choice(key=item.key, to=to, version=item.version)
        for item in chosen
        if (to := suggested[item.key].worker_id) is not None
    )
    handover = Handover(reason=AllocationReason.CASELOAD, choices=choices)
    assert against(handover, items, frozenset(worker.id for worker in workers), barred) == ()
    after = points_after(handover, items, workers, POLICY)
    here = {item.key: item for item in items}
    before = {worker.id: worker.points for worker in workers}
    assert sum(number for number, _ in after.values()) == len(choices)
    gained = sum(points - before[each] for each, (_, points) in after.items())
    assert gained == sum(here[choice.key].points(POLICY) for choice in choices)


def test_p15_what_changed_or_is_gone_or_goes_to_the_wrong_one_is_refused_with_every_reason() -> None:
    item = Item(key="case-1", case=a_case(1, None), person_id=PersonId(UUID(int=0x501)), person=Reference("PERS-01"))
    good = Choice(key="case-1", to=TAKERS[0], version=2)
    barred = {PersonId(UUID(int=0x501)): frozenset({TAKERS[1]})}

    def codes(*choices: Choice) -> list[str]:
        handover = Handover(reason=AllocationReason.CASELOAD, choices=choices)
        return [each.reason.code for each in against(handover, [item], frozenset(TAKERS[:2]), barred)]

    assert codes(good) == []
    assert codes(replace(good, version=1)) == ["changed"]
    assert codes(replace(good, key="case-2")) == ["not_theirs"]
    assert codes(replace(good, to=TAKERS[1])) == ["conflict"]
    assert codes(replace(good, to=TAKERS[3], version=7)) == ["changed", "takes_no_cases"]


def test_each_fault_of_the_form_has_its_own_words_and_its_own_field() -> None:
    typed = {
        "reason": "first",
        "chosen": ["case-AAAA", "case-BBBB"],
        "to_case-BBBB": str(TAKERS[0]),
        "note_case-BBBB": "x" * 501,
    }
    found = parse_handover(typed)
    assert not isinstance(found, Handover)
    assert [(error.field, error.code) for error in found] == [
        ("reason", "not_a_choice"),
        ("to_case-AAAA", "required"),
        ("note_case-BBBB", "too_long"),
    ]
    nothing = parse_handover({})
    assert not isinstance(nothing, Handover)
    assert {error.field for error in nothing} == {"reason", "chosen"}
