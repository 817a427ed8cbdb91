"""A request to share that cannot be is refused by field and code; what stays is listed in the order of the form."""

from typing import Any

import pytest

from lvws_core.consent import DataCategory
from lvws_core.consent.sharing import decide_sharing
from lvws_core.errors import Invalid
from tests.lvws_core.consent.builders import NOW, a_request, an_agreement

UNKNOWN: Any = "a car"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"at": NOW.replace(tzinfo=None)}, "naive"),
        ({"categories": frozenset({"shoe size"})}, "unknown_category"),
        ({"categories": ["identity"]}, "not_a_set"),
        ({"grounds": frozenset({"curiosity"})}, "unknown_ground"),
        ({"purpose": UNKNOWN}, "unknown_purpose"),
        ({"recipient": UNKNOWN}, "unknown_recipient"),
    ],
)
def test_a_request_that_cannot_be_is_refused_by_field_and_code(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_request(**wrong)
    assert [refused.value.field] == [*wrong]
    assert refused.value.code == code


def test_cons_10_what_stays_is_listed_in_the_order_of_the_categories() -> None:
    asked = frozenset({DataCategory.ACCESS_NEEDS, DataCategory.HEALTH, DataCategory.IDENTITY, DataCategory.CHILDREN})
    refused = decide_sharing(a_request(categories=asked), [], [an_agreement()])
    assert [*refused.withheld] == [category for category in DataCategory if category in asked]
