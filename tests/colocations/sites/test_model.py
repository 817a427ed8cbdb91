"""COLO-04: what a site is, and the codes by which it is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colocations.sites.model import LONDON_TRUSTS, SiteKind, parse_ods_code, trust_of
from lvws_core.errors import Invalid
from tests.colocations.builders import TODAY, a_site


@pytest.mark.parametrize("text", ["RJ1", " rj122", "RQXM1 ", "y02345", "A81001"])
def test_colo_04_a_code_of_the_nhs_is_read_in_any_case(text: str) -> None:
    assert parse_ods_code(text) == text.strip().upper()


@pytest.mark.parametrize("text", ["", "R", "1R1", "RJ12", "RJ1222", "A8100", "RJ 1", "ŔJ1", "RJ1\n"])
def test_colo_04_what_has_not_the_form_of_a_code_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="not_an_ods_code"):
        parse_ods_code(text)


@given(st.text(max_size=8))
def test_colo_04_a_code_that_is_read_is_read_again_as_itself(text: str) -> None:
    try:
        code = parse_ods_code(text)
    except Invalid:
        return
    assert parse_ods_code(code) == code


def test_colo_04_a_site_of_a_known_trust_says_whose_it_is() -> None:
    assert trust_of("RJ122") == LONDON_TRUSTS["RJ1"]
    assert trust_of("A81001") == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"ods_code": ""},
        {"kind": SiteKind.GP, "ods_code": "nonsense"},
        {"kind": SiteKind.POLICE, "ods_code": ""},
        {"opened_on": TODAY, "ended_on": TODAY},
        {"departments": tuple(str(n) for n in range(41))},
    ],
)
def test_colo_04_a_site_that_cannot_be_is_not_made(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        a_site(**changes)


def test_colo_04_a_housing_office_needs_no_code() -> None:
    assert a_site(kind=SiteKind.HOUSING, ods_code="").ods_code == ""
