"""What a partner may use: the snapshot, under what it was told since, under the stop."""

import pytest

from lvws_core.consent import DataCategory
from lvws_core.consent.contact import Channel, may_contact
from partners.offers.safety.model import usable
from partners.offers.snapshot.model import contact_in, reaches, read_snapshot, snapshot_bytes
from tests.builders import NOW
from tests.partners.offers.scene import PHONE, WORD, a_contact, fields_of

SENT = read_snapshot(snapshot_bytes(fields_of()))
NEWER = {DataCategory.SAFE_CONTACT: a_contact(ways=(), code_word="")}


def test_cont_03_a_stop_takes_numbers_word_and_every_channel_away_and_nothing_else() -> None:
    now = usable(SENT, {}, is_stopped=True)
    contact = contact_in(now)
    assert contact is not None
    assert (contact.ways, contact.code_word) == ((), "")
    assert reaches(contact, NOW) == ()
    assert not any(may_contact(contact.plan, channel, NOW).allowed for channel in Channel)
    assert PHONE not in repr(now)
    assert WORD not in repr(now)
    assert {**now, DataCategory.SAFE_CONTACT: None} == {**SENT, DataCategory.SAFE_CONTACT: None}


def test_what_was_told_last_counts_and_the_rest_stays_as_it_was_sent() -> None:
    now = usable(SENT, NEWER, is_stopped=False)
    assert now[DataCategory.SAFE_CONTACT] == NEWER[DataCategory.SAFE_CONTACT]
    assert list(now) == list(SENT)


@pytest.mark.parametrize("is_stopped", [True, False])
def test_what_was_never_shared_is_not_there_whatever_happens(*, is_stopped: bool) -> None:
    without = {category: shared for category, shared in SENT.items() if category != DataCategory.SAFE_CONTACT}
    assert usable(without, {}, is_stopped=is_stopped) == without
