"""TOP-14: when a contact is kept apart from the host, and until when that can be undone."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from colocations.contacts.apart.model import apart_since, can_be_undone, kept_apart, undone
from colocations.contacts.choices.model import About, ContactKind, Outcome, Purpose
from colocations.contacts.model import Contact
from lvws_core.errors import Conflict
from lvws_core.ids import Reference
from tests.builders import CONSORTIUM, NOW

HOURS = 24
CONTACT = Contact(
    id=UUID(int=1),
    reference=Reference("7QK2-M9"),
    site_id=UUID(int=2),
    author_id=CONSORTIUM["idva"].id,
    received_at=NOW,
    kind=ContactKind.CLIENT,
    at=NOW,
    minutes=15,
    purpose=Purpose.SUPPORT,
    outcome=Outcome.SUPPORTED,
    about=About.NEW_PERSON,
)


@given(later=st.integers(0, 60 * 24 * 40), after=st.integers(0, 60 * 24 * 3))
def test_top_14_what_was_kept_apart_later_comes_back_within_a_day_of_it_and_never_after(later: int, after: int) -> None:
    said = NOW + timedelta(minutes=later)
    apart, now = kept_apart(CONTACT, said), said + timedelta(minutes=after)
    assert apart_since(apart) == said
    if after <= HOURS * 60:
        assert undone(apart, now, HOURS) == CONTACT
        return
    assert not can_be_undone(apart, now, HOURS)
    with pytest.raises(Conflict):
        undone(apart, now, HOURS)


def test_top_14_what_was_ticked_on_the_form_comes_back_within_a_day_of_its_arrival() -> None:
    ticked = replace(CONTACT, is_apart=True)
    assert can_be_undone(ticked, NOW + timedelta(hours=HOURS), HOURS)
    assert not can_be_undone(ticked, NOW + timedelta(hours=HOURS, seconds=1), HOURS)
    assert not can_be_undone(CONTACT, NOW, HOURS)


def test_top_14_nothing_is_kept_apart_twice_or_where_it_is_about_nobody() -> None:
    meeting = replace(CONTACT, kind=ContactKind.MEETING, about=None, purpose=Purpose.SAFEGUARDING, outcome=Outcome.DONE)
    for contact in (kept_apart(CONTACT, NOW), meeting):
        with pytest.raises(Conflict):
            kept_apart(contact, NOW)
