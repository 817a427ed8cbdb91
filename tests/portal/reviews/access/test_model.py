from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.actors import Role
from lvws_core.ids import Reference, UserId
from lvws_core.ports import Recipient
from portal.reviews.access.model import (
    Candidate,
    Line,
    LineKind,
    against_reviewing,
    is_drawn,
    second_person,
    share_surname,
    week_before,
)
from tests.builders import CONSORTIUM, LEAD, NOW

WEEK = date(2026, 11, 16)


def a_line(told: str = "lead_manager") -> Line:
    return Line(
        id=UUID(int=1),
        reference=Reference("4BCD-22"),
        owner_id=LEAD,
        kind=LineKind.EMERGENCY,
        staff_id=CONSORTIUM["colleague"].id,
        at=NOW,
        slot="one",
        told_id=CONSORTIUM[told].id,
    )


def codes(key: str, *, same_team: bool = False) -> list[str]:
    return [each.code for each in against_reviewing(a_line(), CONSORTIUM[key].actor, same_team=same_team)]


def test_p6_nobody_reviews_themselves_what_they_were_told_or_their_own_team() -> None:
    assert codes("colleague") == ["own_line"]
    assert codes("lead_manager") == ["told_of_it"]
    assert codes("lead_manager", same_team=True) == ["told_of_it", "same_team"]
    assert codes("governance", same_team=True) == []


@given(st.lists(st.tuples(st.integers(1, 99), st.booleans(), st.booleans(), st.booleans()), max_size=6))
def test_t5_the_second_person_is_there_and_of_another_team_wherever_anybody_is(
    drawn: list[tuple[int, bool, bool, bool]],
) -> None:
    everybody = [
        Candidate(
            recipient=Recipient(
                id=UserId(UUID(int=number)), organisation_id=LEAD, roles=frozenset({Role.LEAD_MANAGER}), away=away
            ),
            on_duty=on_duty,
            same_team=same_team,
        )
        for number, away, on_duty, same_team in drawn
    ]
    chosen = second_person(everybody)
    assert (chosen is None) == (not everybody)
    there = [each for each in everybody if each.on_duty or not each.recipient.away]
    best = [each for each in there if not each.same_team] or there or everybody
    assert chosen is None or chosen in [each.recipient for each in best]


@given(st.uuids(), st.uuids())
def test_p6_what_is_drawn_is_the_same_whenever_it_is_asked(staff: UUID, record: UUID) -> None:
    assert is_drawn(WEEK, UserId(staff), record, 5) == is_drawn(WEEK, UserId(staff), record, 5)
    assert is_drawn(WEEK, UserId(staff), record, 100)
    assert not is_drawn(WEEK, UserId(staff), record, 0)


def test_p6_about_five_in_a_hundred_are_drawn() -> None:
    drawn = sum(is_drawn(WEEK, UserId(UUID(int=1)), UUID(int=n), 5) for n in range(4000))
    assert 140 <= drawn <= 260


def test_the_week_before_begins_on_its_monday() -> None:
    assert week_before(date(2026, 11, 23)) == WEEK == week_before(date(2026, 11, 29))


def test_p6_a_surname_is_shared_whatever_its_case() -> None:
    assert share_surname("Ada Finch", "BEATRIX finch")
    assert not share_surname("Ada Finch", "Finch Ada")
    assert not share_surname("", "")
