"""Filters as codes: what an address says is what is read again, and nothing else is."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.errors import Invalid
from lvws_core.risk.dash import Band
from lvws_core.vocabulary import NeedCategory
from partners.offers.filters.forms import FilterForm, parse_filters
from partners.offers.filters.model import MOST_SAVED, Filters, Holder, read_codes, saved_codes, with_saved
from partners.offers.filters.pages import filter_panel
from partners.offers.lists.model import View

FILTERS = st.builds(
    Filters,
    risk=st.none() | st.sampled_from(Band),
    need=st.none() | st.sampled_from(NeedCategory),
    holder=st.none() | st.sampled_from(Holder),
)
CODES = st.builds(saved_codes, st.sampled_from([view.value for view in View]), FILTERS)


@given(st.sampled_from(View), FILTERS)
def test_what_is_saved_is_read_again(view: View, filters: Filters) -> None:
    assert parse_filters(FilterForm(**read_codes(saved_codes(view.value, filters)))) == (view, filters)


@given(st.lists(CODES), CODES)
def test_a_filter_is_saved_once_as_the_newest_of_a_bounded_number(saved: list[str], codes: str) -> None:
    kept = with_saved(tuple(dict.fromkeys(saved)), codes)
    assert kept[-1] == codes
    assert len(set(kept)) == len(kept) <= MOST_SAVED


@given(CODES)
def test_a_saved_filter_holds_codes_alone(codes: str) -> None:
    assert set(codes) <= set(string.ascii_lowercase + string.digits + "_-=&")


@pytest.mark.parametrize("form", [{"show": "all"}, {"risk": "none"}, {"need": "a name"}, {"holder": "Rowan"}])
def test_a_code_of_no_list_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        parse_filters(FilterForm(**form))


def test_a_saved_filter_is_named_by_its_codes_and_an_unknown_one_is_left_out() -> None:
    saved = ("show=active&risk=high&holder=me", "show=gone", "show=today&risk=purple")
    panel = filter_panel(View.TODAY, Filters(), saved)
    assert [(each.text, each.href) for each in panel.saved] == [
        ("Active: High risk, With you", "/inbox?show=active&risk=high&holder=me")
    ]
