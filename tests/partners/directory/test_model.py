"""What the directory lists on a day."""

from datetime import date

import pytest

from lvws_core.consent import AgreementStatus
from lvws_core.errors import Invalid
from partners.directory.model import NEVER_SAID, Terms, agreement_on, listed
from tests.builders import GALOP, SHELTER
from tests.partners.directory.builders import ON, a_listing, an_agreement


def test_cons_50_a_service_is_listed_with_a_live_agreement() -> None:
    found = listed(a_listing(), NEVER_SAID, (an_agreement(),), ON)
    assert found.service.agreement_live
    assert (found.service.name, found.organisation_name, found.service.age_min) == ("Housing advice", "Shelter", 16)


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation_id": GALOP},
        {"status": AgreementStatus.SIGNED},
        {"starts_on": date(2026, 11, 24)},
        {"ends_on": date(2026, 11, 22)},
    ],
)
def test_cons_50_another_a_draft_a_later_and_an_ended_agreement_are_not_live(changes: dict[str, object]) -> None:
    assert not listed(a_listing(), NEVER_SAID, (an_agreement(**changes),), ON).service.agreement_live


def test_a_live_agreement_comes_before_a_newer_one_that_is_not() -> None:
    live = an_agreement(1)
    newer = an_agreement(2, starts_on=date(2026, 6, 1), status=AgreementStatus.DRAFT)
    assert agreement_on((newer, live), SHELTER, ON) == live
    assert agreement_on((), SHELTER, ON) is None


def test_terms_with_ages_out_of_order_cannot_be() -> None:
    with pytest.raises(Invalid, match="before_minimum"):
        Terms(age_min=18, age_max=17)
