from datetime import datetime, timedelta

import pytest

from lvws_core.errors import Invalid
from lvws_core.policy import Policy
from lvws_core.referrals import Custody, Move, Offer, OfferStatus, Pause, can_recall, custody_in, may_open
from tests.lvws_core.builders.referrals import DAY, HOUR, LEAD, MONDAY, PARTNER, an_offer, moved

NAIVE = datetime(2026, 11, 16, 10, 0)  # noqa: DTZ001 -- what must be refused
LASTING = Pause(from_at=MONDAY)
ENDED = Pause(from_at=MONDAY, until_at=MONDAY + HOUR)
IMPOSSIBLE = [
    ({"version": 0}, "version", "not_positive"),
    ({"created_at": NAIVE}, "created_at", "naive"),
    ({"visible_until": NAIVE}, "visible_until", "naive"),
    ({"status": OfferStatus.ACCEPTED, "custody": Custody.PARTNER}, "custody", "lead_in_this_state"),
    ({"status": OfferStatus.SENT, "pauses": (LASTING,)}, "pauses", "open_in_this_state"),
    ({"status": OfferStatus.PAUSED, "pauses": (LASTING, ENDED)}, "pauses", "out_of_order"),
    ({"status": OfferStatus.ACTIVE, "pauses": (ENDED, ENDED)}, "pauses", "out_of_order"),
]


@pytest.mark.parametrize(("changes", "field", "code"), IMPOSSIBLE)
def test_an_offer_that_cannot_be_is_refused(changes: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        an_offer(**changes)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize("changes", [{"from_at": NAIVE}, {"until_at": NAIVE}, {"until_at": MONDAY - HOUR}])
def test_a_pause_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        Pause(**({"from_at": MONDAY} | changes))


def test_a_pause_may_end_when_it_begins_and_the_next_one_follow_at_once() -> None:
    empty = Pause(from_at=MONDAY, until_at=MONDAY)
    assert an_offer(OfferStatus.ACTIVE, pauses=(empty, ENDED)).open_pause is None


def test_custody_is_the_partners_from_first_contact_to_the_outcome() -> None:
    theirs = {status for status in OfferStatus if custody_in(status) == Custody.PARTNER}
    assert theirs == {OfferStatus.ACTIVE, OfferStatus.PAUSED, OfferStatus.OUTCOME_DUE}


@pytest.mark.parametrize("status", OfferStatus)
def test_the_partner_is_told_of_everything_but_drafts_and_errors(status: OfferStatus) -> None:
    hidden = status in {OfferStatus.DRAFT, OfferStatus.ERROR}
    assert an_offer(status).organisation_ids == ((LEAD,) if hidden else (LEAD, PARTNER))
    assert may_open(an_offer(status), MONDAY) != hidden


def test_an_offer_knows_whether_it_lives_or_is_over() -> None:
    assert (an_offer(OfferStatus.SENT).is_live, an_offer(OfferStatus.SENT).is_terminal) == (True, False)
    assert (an_offer(OfferStatus.DECLINED).is_live, an_offer(OfferStatus.DECLINED).is_terminal) == (False, True)


def test_i2_withdrawal_closes_what_was_shared_in_the_same_instant() -> None:
    withdrawn = moved(an_offer(), Move.SEND, Move.ACCEPT, Move.WITHDRAW)
    assert withdrawn.frozen_at == MONDAY + 2 * HOUR
    assert not may_open(withdrawn, MONDAY + 2 * HOUR)


ENDINGS = {
    OfferStatus.DECLINED: (Move.SEND, Move.DECLINE),
    OfferStatus.EXPIRED: (Move.SEND, Move.EXPIRE),
    OfferStatus.HANDED_BACK: (Move.SEND, Move.ACCEPT, Move.HAND_BACK),
    OfferStatus.NOT_REACHED: (Move.SEND, Move.ACCEPT, Move.NOT_REACHED),
    OfferStatus.COMPLETED: (Move.SEND, Move.ACCEPT, Move.FIRST_CONTACT, Move.FINISH, Move.RECORD_OUTCOME),
}


NEVER_TAKEN_ON = (OfferStatus.DECLINED, OfferStatus.EXPIRED)


@pytest.mark.parametrize("status", NEVER_TAKEN_ON)
def test_what_was_never_taken_on_is_closed_at_once_and_only_listed_for_a_fortnight(status: OfferStatus) -> None:
    ended = moved(an_offer(), *ENDINGS[status])
    assert ended.ended_at is not None
    assert not may_open(ended, ended.ended_at)
    assert ended.visible_until == ended.ended_at + 14 * DAY


@pytest.mark.parametrize("status", [status for status in ENDINGS if status not in NEVER_TAKEN_ON])
def test_after_every_other_ending_it_stays_open_for_a_fortnight_and_not_a_moment_longer(status: OfferStatus) -> None:
    ended = moved(an_offer(), *ENDINGS[status])
    assert ended.status == status
    assert ended.ended_at is not None
    assert may_open(ended, ended.ended_at + 14 * DAY - timedelta(seconds=1))
    assert not may_open(ended, ended.ended_at + 14 * DAY)


def test_an_ending_never_lengthens_what_the_consent_allows() -> None:
    offer = an_offer(OfferStatus.SENT, visible_until=MONDAY + DAY)
    assert moved(offer, Move.DECLINE).visible_until == MONDAY + DAY


def a_sent(**changes: object) -> Offer:
    return an_offer(OfferStatus.SENT, **changes)


def test_t37_it_can_be_recalled_for_ten_minutes_while_unopened() -> None:
    assert can_recall(a_sent(), MONDAY + timedelta(minutes=10))
    assert not can_recall(a_sent(), MONDAY + timedelta(minutes=10, seconds=1))
    assert not can_recall(a_sent(sent_at=None), MONDAY)
    assert not can_recall(an_offer(OfferStatus.ACKNOWLEDGED), MONDAY)
    assert can_recall(a_sent(), MONDAY + timedelta(minutes=20), Policy(recall_minutes=20))
