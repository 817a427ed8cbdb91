"""TOP-14: which cases lose the name of a host, and which never had it from this contact."""

from datetime import timedelta

import pytest

from lvws_core.vocabulary import ReferralSource
from portal.intake.from_contact.apart.model import UNNAMED, named_again, names_host
from tests.builders import NOW

HOST, AGENCY = "Alder Hospital", ReferralSource.OTHER_AGENCY


@pytest.mark.parametrize(
    ("source", "agency", "back", "named"),
    [
        (AGENCY, "Alder Hospital, Maternity", 0, True),
        (AGENCY, "the maternity ward of ALDER HOSPITAL", 0, True),
        (AGENCY, "Beech Hospital", 0, False),
        (AGENCY, "Alder Hospital, Maternity", 1, False),
        (ReferralSource.SELF_REFERRAL, "", 0, False),
    ],
)
def test_top_14_a_case_taken_in_after_the_contact_that_names_the_host_is_found(
    source: ReferralSource, agency: str, back: int, *, named: bool
) -> None:
    assert names_host(source, agency, NOW - timedelta(days=back), HOST, NOW) is named


def test_only_what_was_taken_off_after_the_contact_comes_back() -> None:
    assert named_again(UNNAMED, NOW, NOW)
    assert not named_again(UNNAMED, NOW - timedelta(days=1), NOW)
    assert not named_again("Beech Hospital", NOW, NOW)
