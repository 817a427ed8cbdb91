"""T-FAULT: a real mail server that refuses, is slow, says later or never, and cuts off; each is told in a code."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from notifications.senders.model import Letter, UnsentError, Why
from notifications.senders.smtp import Server, SmtpSender
from tests.notifications.senders.servers import Mailbox, a_mail_server, free_port

LETTER = Letter(reference=UUID(int=7), to="somebody@example.org", subject="You have 1 new item", body="Sign in.\n")


class Apart(SmtpSender):
    """Sends from a thread of its own, as in operation: where a browser was used, this thread has a loop already."""

    def send(self, letter: Letter) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(super().send, letter).result()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def sender(mailbox: Mailbox) -> Iterator[SmtpSender]:
    with a_mail_server(mailbox) as port:
        yield a_sender(port)


def a_sender(port: int, **changes: Any) -> SmtpSender:
    values = {"host": "127.0.0.1", "port": port, "from_address": "notices@portal.example", "tls": "none", "seconds": 2}
    return Apart(Server(**values | changes))


def refused(sender: SmtpSender, letter: Letter = LETTER) -> UnsentError:
    with pytest.raises(UnsentError) as found:
        sender.send(letter)
    assert not letter.to or letter.to not in str(found.value)
    return found.value


def test_a_letter_arrives_with_a_neutral_head_and_our_own_reference(sender: SmtpSender, mailbox: Mailbox) -> None:
    sender.send(LETTER)
    (envelope,) = mailbox.taken
    text = bytes(envelope.content or b"").decode()
    assert mailbox.references == [str(LETTER.reference)]
    assert envelope.mail_from == "notices@portal.example"
    assert envelope.rcpt_tos == ["somebody@example.org"]
    assert {line.partition(":")[0] for line in text.partition("\r\n\r\n")[0].splitlines()} == {
        *("From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding", "X-Peer"),
    } - ({"X-Peer"} if "X-Peer" not in text else set())


def test_t_fault_refused() -> None:
    found = refused(a_sender(free_port()))
    assert (found.why, found.lasting, found.perhaps, found.is_down) == (Why.REFUSED, False, False, True)


def test_t_fault_slow_after_the_text_nobody_knows(mailbox: Mailbox) -> None:
    mailbox.seconds = 30
    with a_mail_server(mailbox) as port:
        found = refused(a_sender(port, seconds=0.3))
    assert (found.why, found.perhaps, found.is_down) == (Why.SLOW, True, True)


def test_t_fault_slow_to_greet_is_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = refused(a_sender(silent.getsockname()[1], seconds=0.3))
    assert (found.why, found.perhaps) == (Why.SLOW, False)


@pytest.mark.parametrize(
    ("command", "answer", "meant"),
    [
        ("RCPT", "451 4.3.0 Later", (Why.NOT_NOW, False, False)),
        ("DATA", "452 4.2.2 Full", (Why.NOT_NOW, False, False)),
        ("DATA", "421 4.3.2 Closing", (Why.NOT_NOW, False, True)),
        ("RCPT", "550 5.1.1 Nobody here", (Why.BAD_ADDRESS, True, False)),
        ("DATA", "554 5.7.1 Refused", (Why.NOT_TAKEN, True, False)),
        ("RCPT", "530 5.7.0 Sign in", (Why.NOT_ALLOWED, False, True)),
        ("DATA", "299 What", (Why.NONSENSE, True, False)),
    ],
)
def test_t_fault_4xx_is_later_and_5xx_never(
    sender: SmtpSender, mailbox: Mailbox, command: str, answer: str, meant: tuple[Why, bool, bool]
) -> None:
    mailbox.answers[command] = answer
    found = refused(sender)
    assert (found.why, found.lasting, found.is_down) == meant


def test_t_fault_cut_after_the_text_nobody_knows(sender: SmtpSender, mailbox: Mailbox) -> None:
    mailbox.cuts = True
    found = refused(sender)
    assert (found.why, found.lasting, found.perhaps) == (Why.CUT, False, True)
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: b@example.org", "a@example.org,b@c.org"]
)
def test_a_bad_address_never_leaves(sender: SmtpSender, mailbox: Mailbox, address: str) -> None:
    found = refused(sender, Letter(reference=UUID(int=1), to=address, subject="s", body="b"))
    assert (found.why, found.lasting) == (Why.BAD_ADDRESS, True)
    assert mailbox.taken == []


def test_a_server_without_tls_is_told_nothing_where_tls_is_wanted(mailbox: Mailbox) -> None:
    with a_mail_server(mailbox) as port:
        found = refused(a_sender(port, tls="starttls"))
    assert found.is_down
    assert mailbox.taken == []
