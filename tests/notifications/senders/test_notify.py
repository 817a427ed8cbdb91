"""T-FAULT: GOV.UK Notify that has had enough, is broken, loses its answer or talks nonsense."""

import time
from collections.abc import Iterator
from uuid import UUID

import pytest

from notifications.senders.model import Letter, UnsentError, Why
from notifications.senders.notify import NotifySender
from tests.notifications.senders.servers import Stub, a_notify

KEY = "tests-11111111-1111-4111-8111-111111111111-22222222-2222-4222-8222-222222222222"
LETTER = Letter(reference=UUID(int=7), to="somebody@example.org", subject="You have 1 new item", body="Sign in.\n")


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def sender(stub: Stub) -> Iterator[NotifySender]:
    with a_notify(stub) as address:
        yield NotifySender(KEY, "template", address, seconds=5)


def test_a_letter_is_handed_over_under_our_reference_and_known_by_it(sender: NotifySender, stub: Stub) -> None:
    assert not sender.knows(LETTER.reference)
    sender.send(LETTER)
    assert stub.taken[0] == {
        "email_address": "somebody@example.org",
        "template_id": "template",
        "personalisation": {"subject": LETTER.subject, "body": LETTER.body},
        "reference": str(LETTER.reference),
    }
    assert sender.knows(LETTER.reference)
    assert all("example.org" not in path for path in stub.paths)


@pytest.mark.parametrize(
    ("status", "meant"),
    [
        (429, (Why.NOT_NOW, False, False)),
        (500, (Why.NOT_NOW, False, True)),
        (503, (Why.NOT_NOW, False, True)),
        (403, (Why.NOT_ALLOWED, False, False)),
        (400, (Why.NOT_TAKEN, True, False)),
        (418, (Why.NONSENSE, True, True)),
        (0, (Why.CUT, False, True)),
    ],
)
def test_t_fault_each_refusal_has_its_meaning(
    sender: NotifySender, stub: Stub, status: int, meant: tuple[Why, bool, bool]
) -> None:
    stub.statuses = [status]
    with pytest.raises(UnsentError) as found:
        sender.send(LETTER)
    assert (found.value.why, found.value.lasting, found.value.perhaps) == meant


@pytest.mark.parametrize("body", ["no json", "[]", "{}"])
def test_t_fault_nonsense_is_for_good_and_said_so(sender: NotifySender, stub: Stub, body: str) -> None:
    stub.body = body
    with pytest.raises(UnsentError) as found:
        sender.send(LETTER)
    assert (found.value.why, found.value.lasting, found.value.perhaps) == (Why.NONSENSE, True, True)
    with pytest.raises(UnsentError):
        sender.knows(LETTER.reference)


def test_t_fault_the_answer_that_was_lost_is_found_by_asking(sender: NotifySender, stub: Stub) -> None:
    stub.statuses = [0]
    with pytest.raises(UnsentError):
        sender.send(LETTER)
    assert sender.knows(LETTER.reference)


def test_p16_an_answer_that_trickles_in_is_not_waited_for_beyond_the_limit_of_the_whole(stub: Stub) -> None:
    stub.trickle = 0.1  # three seconds in all, and never half a second without a byte
    with a_notify(stub) as address:
        sender, begun = NotifySender(KEY, "template", address, seconds=0.5), time.monotonic()
        for ask in (lambda: sender.send(LETTER), lambda: sender.knows(LETTER.reference)):
            with pytest.raises(UnsentError) as found:
                ask()
            assert (found.value.why, found.value.perhaps, found.value.is_down) == (Why.SLOW, True, True)
        assert time.monotonic() - begun < 2
        assert stub.taken, "it may have been taken all the same, so it is asked for before it is sent again"
