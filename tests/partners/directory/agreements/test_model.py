"""When an agreement has to be looked at."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lvws_core.consent import AgreementStatus
from partners.directory.agreements.model import AgreementFile, Watch, watches
from tests.partners.directory.builders import ON, an_agreement


def a_file(
    *, ends_in: int | None = None, review_in: int = 200, status: AgreementStatus = AgreementStatus.LIVE
) -> AgreementFile:
    ends_on = None if ends_in is None else ON + timedelta(days=ends_in)
    return AgreementFile(
        agreement=an_agreement(ends_on=ends_on, status=status), review_on=ON + timedelta(days=review_in)
    )


@pytest.mark.parametrize(
    ("ends_in", "found"),
    [
        (None, ()),
        (61, ()),
        (60, (Watch.ENDS_60,)),
        (31, (Watch.ENDS_60,)),
        (30, (Watch.ENDS_30,)),
        (0, (Watch.ENDS_30,)),
        (-1, (Watch.ENDED,)),
    ],
)
def test_an_end_is_warned_of_sixty_and_thirty_days_before(ends_in: int | None, found: tuple[Watch, ...]) -> None:
    assert watches(a_file(ends_in=ends_in), ON) == found


@pytest.mark.parametrize(
    ("review_in", "found"), [(61, ()), (60, (Watch.REVIEW_60,)), (0, (Watch.REVIEW_60,)), (-1, (Watch.REVIEW_PAST,))]
)
def test_a_review_is_warned_of_and_then_it_is_past(review_in: int, found: tuple[Watch, ...]) -> None:
    assert watches(a_file(review_in=review_in), ON) == found


def test_domain_4_9_without_a_day_the_review_is_a_year_after_the_start() -> None:
    assert AgreementFile(agreement=an_agreement()).reviewed_by == date(2027, 1, 1)


@pytest.mark.parametrize("status", [s for s in AgreementStatus if s is not AgreementStatus.LIVE])
def test_cons_50_what_is_not_live_is_always_looked_at(status: AgreementStatus) -> None:
    assert Watch.NOT_LIVE in watches(a_file(status=status), ON)


@given(st.integers(-300, 400), st.integers(-400, 400), st.sampled_from(AgreementStatus))
def test_the_most_urgent_comes_first_and_nothing_that_cannot_be_sent_is_passed_over(
    ends_in: int, review_in: int, status: AgreementStatus
) -> None:
    file = a_file(ends_in=ends_in, review_in=review_in, status=status)
    found = watches(file, ON)
    assert list(found) == sorted(found, key=list(Watch).index)
    assert file.agreement.is_live(ON) or found
