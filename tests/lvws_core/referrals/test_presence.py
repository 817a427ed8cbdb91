from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lvws_core.referrals.guards import check_send
from lvws_core.referrals.presence import CANNOT_TAKE, Colleague, can_take
from tests.lvws_core.builders.referrals import send_facts

COLLEAGUES = st.builds(Colleague, may_know=st.booleans(), away=st.booleans(), on_duty=st.booleans())
TEAMS = st.lists(COLLEAGUES, max_size=6)


@given(TEAMS, st.booleans())
def test_route_08_nobody_who_may_not_know_makes_a_team_able_and_who_may_and_is_on_duty_always_does(
    team: list[Colleague], rests: bool
) -> None:
    kept_away = [replace(each, may_know=False) for each in team]
    assert not can_take(kept_away, rests=rests)
    assert can_take([*team, Colleague(may_know=True, away=True, on_duty=True)], rests=rests)


@given(TEAMS, st.booleans())
def test_route_08_to_learn_of_a_conflict_never_makes_a_team_able(team: list[Colleague], rests: bool) -> None:
    for number in range(len(team)):
        connected = [replace(each, may_know=each.may_know and n != number) for n, each in enumerate(team)]
        assert can_take(team, rests=rests) or not can_take(connected, rests=rests)


@given(TEAMS)
def test_route_08_a_night_without_a_duty_list_asks_who_is_there_next(team: list[Colleague]) -> None:
    off_duty = [replace(each, on_duty=False) for each in team]
    assert can_take(off_duty, rests=True) == can_take(off_duty, rests=False)


def test_route_08_the_one_on_duty_at_night_counts_and_not_those_who_sleep() -> None:
    connected, asleep = Colleague(may_know=False, on_duty=True), Colleague(may_know=True)
    assert not can_take([connected, asleep], rests=True)
    assert can_take([connected, asleep], rests=False)
    assert not can_take([], rests=False)
    assert not can_take([Colleague(may_know=True, away=True)], rests=False)


def test_route_08_the_refusal_is_one_sentence_and_never_says_why() -> None:
    refused = check_send(send_facts(can_take=False, conflict=True))
    assert refused == (CANNOT_TAKE,)
    assert CANNOT_TAKE.text == "This team cannot take it – call"
