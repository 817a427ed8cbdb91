"""Whom a worker is offered: each once, the one met last first, no more than fit a screen."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.ids import PersonId
from portal.intake.choosing.model import MOST, Tie, offered
from portal.intake.choosing.pages import tie_words
from tests.builders import NOW

IDS = st.lists(st.integers(1, 40).map(lambda number: PersonId(UUID(int=number))), unique=True)


@given(met=IDS, cases=IDS, team=IDS)
def test_each_is_offered_once_the_last_met_first_and_nobody_without_a_tie(
    met: list[PersonId], cases: list[PersonId], team: list[PersonId]
) -> None:
    moments: Mapping[PersonId, object] = {id_: NOW - timedelta(days=back) for back, id_ in enumerate(met)}
    found = offered(moments, cases, team)  # type: ignore[arg-type]
    every = list(dict.fromkeys([*met, *cases, *team]))
    assert list(found) == every[:MOST]
    for id_, tie in found.items():
        assert (tie.met_at is not None, tie.has_case, tie.is_on_team) == (id_ in met, id_ in cases, id_ in team)


def test_what_ties_them_is_said_in_words() -> None:
    assert tie_words(Tie(met_at=NOW, has_case=True, is_on_team=True), NOW).startswith("Met today")
    assert tie_words(Tie(has_case=True, is_on_team=True), NOW) == "Your case"
    assert tie_words(Tie(is_on_team=True), NOW) == "You are on the case team"
