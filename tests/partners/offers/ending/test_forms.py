"""The form of an outcome: every fault at its field, and the change in the needs when there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.vocabulary import ClosureReason, NeedCategory
from partners.offers.ending.forms import OutcomeForm, outcome_form, parse_outcome
from partners.offers.ending.model import Outcome

SHELTER, DRUGS = NeedCategory.SHELTER_ACCOMMODATION, NeedCategory.DRUGS_ALCOHOL


def a_form(**changes: str) -> OutcomeForm:
    typed = {"version": "4", "outcome": "needs_met", f"first_{SHELTER}": "4", f"last_{SHELTER}": "1"}
    return outcome_form({**typed, **changes})


def test_need_01_the_change_is_counted_and_told_in_words() -> None:
    form = a_form(**{f"first_{DRUGS}": "2", f"last_{DRUGS}": "3", "note": "Has a tenancy."})
    outcome = parse_outcome(form)
    assert isinstance(outcome, Outcome)
    assert outcome.counts == {
        "needs_compared": 2,
        "needs_improved": 1,
        "needs_unchanged": 0,
        "needs_worsened": 1,
        "distance": 2,
    }
    assert outcome.words == (
        "Shelter and accommodation: 4 at the start, 1 now.\nDrugs and alcohol: 2 at the start, 3 now.\n\nHas a tenancy."
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"outcome": ""}, ("outcome", "required")),
        ({"outcome": "weather"}, ("outcome", "unknown_choice")),
        ({f"last_{SHELTER}": "6"}, (f"last_{SHELTER}", "out_of_range")),
        ({f"last_{SHELTER}": "na"}, ("needs", "required")),
        ({f"last_{SHELTER}": ""}, ("needs", "required")),
        ({"note": "x" * 1001}, ("note", "too_long")),
    ],
)
def test_every_fault_is_told_at_its_field(changes: dict[str, str], fault: tuple[str, str]) -> None:
    found = parse_outcome(a_form(**changes))
    assert isinstance(found, tuple)
    assert [(error.field, error.code) for error in found] == [fault]


@pytest.mark.parametrize("reason", [reason for reason in ClosureReason if not reason.is_planned])
def test_an_ending_that_nobody_planned_needs_no_scores(reason: ClosureReason) -> None:
    outcome = parse_outcome(outcome_form({"outcome": reason.value}))
    assert isinstance(outcome, Outcome)
    assert outcome.words == ""
    assert outcome.counts["needs_compared"] == 0


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.lists(st.text()))))
def test_whatever_is_sent_is_an_outcome_or_faults(raw: dict[str, str | list[str]]) -> None:
    found = parse_outcome(outcome_form(raw))
    assert isinstance(found, Outcome) or found
