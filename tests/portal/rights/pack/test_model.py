"""What of an item goes to the person: nothing held back without two people, nothing left out without a ground."""

from hypothesis import given
from hypothesis import strategies as st

from lvws_core.ids import UserId
from portal.rights.pack.model import Decided, settled
from portal.rights.register.model import Ground, Item, Treatment
from tests.builders import CONSORTIUM, NOW

ONE, OTHER = CONSORTIUM["governance"].id, CONSORTIUM["lead_manager"].id
DECIDED = st.none() | st.builds(
    Decided,
    item=st.just("x:1"),
    treatment=st.sampled_from(Treatment),
    ground=st.none() | st.sampled_from(Ground),
    decided_by=st.sampled_from([ONE, OTHER]),
    decided_at=st.just(NOW),
    released_by=st.sampled_from([None, ONE, OTHER]),
)


def an_item(treatment: Treatment) -> Item:
    return Item(key="x:1", source="X", at=NOW, by=None, lines=(), treatment=treatment, ground=Ground.MARAC)


@given(DECIDED)
def test_mar_24_top_17_what_is_held_back_goes_in_only_with_two_people(decided: Decided | None) -> None:
    found = settled(an_item(Treatment.HOLD_BACK), decided)
    two = {decided.decided_by, decided.released_by} - {None} if decided else set[UserId]()
    agreed = decided is not None and decided.treatment is Treatment.INCLUDE and len(two) == 2
    assert (found.treatment is Treatment.INCLUDE) == agreed
    assert found.waits == (decided is not None and decided.treatment is Treatment.INCLUDE and not agreed)


@given(DECIDED)
def test_what_is_redacted_by_default_goes_in_when_one_person_decides_so(decided: Decided | None) -> None:
    found = settled(an_item(Treatment.REDACT), decided)
    assert found.treatment is (Treatment.REDACT if decided is None else decided.treatment)
    assert not found.waits
